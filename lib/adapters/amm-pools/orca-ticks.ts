import type { Tick } from '@/lib/domain/pools/tick-curve'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { type AccountKind, accountFields, type Fields } from './account-fields'

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

const fixedTicks = (fields: Fields, spacing: number): Tick[] =>
  Array.from({ length: TICKS_IN_ARRAY }, (_, index) => {
    const at = FIXED_TICKS + index * FIXED_TICK
    return fields.u8(at) === 0
      ? null
      : { tick: fields.i32(START) + index * spacing, net: fields.i128(at + 1) }
  }).filter((tick) => tick !== null)

const dynamicTicks = (fields: Fields, spacing: number): Tick[] => {
  const ticks: Tick[] = []
  let at = DYNAMIC_TICKS
  for (let index = 0; index < TICKS_IN_ARRAY; index += 1) {
    const used = fields.u8(at) !== 0
    if (used) ticks.push({ tick: fields.i32(START) + index * spacing, net: fields.i128(at + 1) })
    at += used ? 1 + DYNAMIC_TICK : 1
  }
  return ticks
}

/** An array changes far less often than the price. */
const known = new WeakMap<AccountUpdate, readonly Tick[] | null>()

/** Its initialised ticks, rising; null: not a tick array. */
export const orcaTicks = (account: AccountUpdate, spacing: number): readonly Tick[] | null => {
  const found = known.get(account)
  if (found !== undefined) return found
  const fixed = accountFields(account, FIXED)
  const dynamic = fixed ? null : accountFields(account, DYNAMIC)
  const ticks = fixed ? fixedTicks(fixed, spacing) : dynamic ? dynamicTicks(dynamic, spacing) : null
  known.set(account, ticks)
  return ticks
}
