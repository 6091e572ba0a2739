import type { Tick } from '@/lib/domain/pools/tick-curve'
import { type AccountKind, accountFields, type Fields, oncePerAccount } from './account-fields'
import { addressBytes, programAddress } from './program-address'

export const RAYDIUM_CLMM_PROGRAM = 'CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK'
const TICKS_IN_ARRAY = 60

/**
 * TickArrayState: ticks of 168 bytes, each with its own index. Limit orders that stand at a tick are left out: they
 * take a swap at that tick's price before it goes on, so without them it brings less, never more.
 * Source: raydium-io/raydium-clmm at 03b44b7, programs/amm/src/states/tick_array.rs.
 */
const ARRAY: AccountKind = {
  program: RAYDIUM_CLMM_PROGRAM,
  discriminator: [192, 155, 85, 205, 49, 249, 129, 42],
  leastLength: 10_240,
}
const TICKS = 44
const TICK = 168
const NET = 4
const GROSS = 20

/** Its ticks with liquidity, rising; null: not a tick array. */
export const raydiumTicks = oncePerAccount((account): readonly Tick[] | null => {
  const fields = accountFields(account, ARRAY)
  return (
    fields &&
    Array.from({ length: TICKS_IN_ARRAY }, (_, index) => {
      const at = TICKS + index * TICK
      return fields.u128(at + GROSS) === 0n ? null : { tick: fields.i32(at), net: fields.i128(at + NET) }
    }).filter((tick) => tick !== null)
  )
})

/** Which arrays exist, a bit each, the one from tick 0 in the middle; those further out stand in another account. */
const BITMAP = { at: 904, words: 16, middle: 512 } as const
/** Arrays with ticks to either side of the price, its own besides. */
const AHEAD = 4

export type NearArrays = {
  /** Where they begin, rising. */
  starts: number[]
  /** Whether there may be more beyond them. */
  moreBelow: boolean
  moreAbove: boolean
}

const isSet = (pool: Fields, index: number): boolean =>
  ((pool.u8(BITMAP.at + (index >> 3)) >> (index & 7)) & 1) === 1

/** The arrays with ticks around the price; null where the price is too far out for the pool's own map. */
export const nearArrays = (pool: Fields, tick: number, spacing: number): NearArrays | null => {
  const span = TICKS_IN_ARRAY * spacing
  const here = Math.floor(tick / span) + BITMAP.middle
  const last = BITMAP.words * 64 - 1
  if (spacing === 0 || here < 0 || here > last) return null
  const below: number[] = []
  const above: number[] = []
  for (let index = here - 1; index >= 0 && below.length <= AHEAD; index -= 1)
    if (isSet(pool, index)) below.push(index)
  for (let index = here + 1; index <= last && above.length <= AHEAD; index += 1)
    if (isSet(pool, index)) above.push(index)
  const chosen = [
    ...below.slice(0, AHEAD).reverse(),
    ...(isSet(pool, here) ? [here] : []),
    ...above.slice(0, AHEAD),
  ]
  return {
    starts: chosen.map((index) => (index - BITMAP.middle) * span),
    moreBelow: below.length > AHEAD,
    moreAbove: above.length > AHEAD,
  }
}

export const arrayEnd = (start: number, spacing: number): number => start + TICKS_IN_ARRAY * spacing

export const arrayAddress = (pool: string, start: number): string => {
  const seed = new Uint8Array(4)
  new DataView(seed.buffer).setInt32(0, start)
  return programAddress(RAYDIUM_CLMM_PROGRAM, 'tick_array', addressBytes(pool), seed)
}
