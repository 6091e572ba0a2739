import type { Tick } from '@/lib/domain/pools/tick-curve'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { type AccountKind, accountFields, type Fields, oncePerAccount } from './account-fields'

export const ORCA_PROGRAM = 'whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc'
export const TICKS_IN_ARRAY = 88

/**
 * A tick array of Whirlpool in one of two forms: all ticks at full length, or only those that are used.
 * Source: orca-so/whirlpools at 630c0e0, programs/whirlpool/src/state/{fixed_tick_array,dynamic_tick_array}.rs.
 */
const FIXED: AccountKind = {
  program: ORCA_PROGRAM,
  discriminator: [69, 97, 189, 190, 110, 7, 66, 187],
  leastLength: 9_988,
}
const DYNAMIC: AccountKind = {
  program: ORCA_PROGRAM,
  discriminator: [17, 216, 246, 142, 225, 199, 218, 56],
  leastLength: 148,
}
const START = 8
const FIXED_TICKS = 12
const FIXED_TICK = 113
const DYNAMIC_TICKS = 60
const DYNAMIC_TICK = 112

type Used = { place: number; net: bigint }

const fixedTicks = (fields: Fields): Used[] =>
  Array.from({ length: TICKS_IN_ARRAY }, (_, place) => {
    const at = FIXED_TICKS + place * FIXED_TICK
    return fields.u8(at) === 0 ? null : { place, net: fields.i128(at + 1) }
  }).filter((tick) => tick !== null)

const dynamicTicks = (fields: Fields): Used[] => {
  const used: Used[] = []
  let at = DYNAMIC_TICKS
  for (let place = 0; place < TICKS_IN_ARRAY; place += 1) {
    const isUsed = fields.u8(at) !== 0
    if (isUsed) used.push({ place, net: fields.i128(at + 1) })
    at += isUsed ? 1 + DYNAMIC_TICK : 1
  }
  return used
}

const readTicks = oncePerAccount((account) => {
  const fixed = accountFields(account, FIXED)
  if (fixed) return { start: fixed.i32(START), used: fixedTicks(fixed) }
  const dynamic = accountFields(account, DYNAMIC)
  return dynamic && { start: dynamic.i32(START), used: dynamicTicks(dynamic) }
})

/** Its initialised ticks, rising; null: not a tick array. */
export const orcaTicks = (account: AccountUpdate, spacing: number): Tick[] | null => {
  const array = readTicks(account)
  return array && array.used.map(({ place, net }) => ({ tick: array.start + place * spacing, net }))
}
