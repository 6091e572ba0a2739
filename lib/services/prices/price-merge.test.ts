import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decimal, ONE } from '@/lib/domain/money/decimal'
import { silentLogger } from './__fixtures__/pool-world'
import { createPriceMerge } from './price-merge'
import type { PriceTick } from './price-tick'

const tick = (source: string, slot: number, price: number): PriceTick => ({
  mint: 'A',
  priceUsd: decimal(String(price)),
  pool: null,
  quoteUsd: ONE,
  slot: BigInt(slot),
  at: new Date(0),
  source,
})

let looks: ((found: PriceTick | null) => void)[]
let accepted: number
let merge: ReturnType<typeof createPriceMerge>

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  looks = []
  accepted = 0
  merge = createPriceMerge({
    lookAgain: () => new Promise((resolve) => looks.push(resolve)),
    accept: () => {
      accepted += 1
    },
    now: () => new Date(),
    logger: silentLogger,
  })
})
afterEach(() => {
  merge.close()
  vi.useRealTimers()
})
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('which prices are told', () => {
  it('are all of one source, and every price of a vendor', () => {
    for (const [slot, price] of [
      [5, 100],
      [5, 10],
      [6, 500],
    ] as const)
      expect(merge.admits(tick('account-stream', slot, price))).toBe(true)
    expect(merge.admits(tick('jupiter', 6, 1))).toBe(true)
    expect(merge.admits(tick('account-poll', 5, 500))).toBe(false)
    expect(looks).toHaveLength(0)
  })

  it('F14 are none of two that contradict each other, until one look has decided', async () => {
    expect(merge.admits(tick('account-poll', 5, 100))).toBe(true)
    const lie = tick('account-stream', 5, 5)
    expect(merge.admits(lie)).toBe(false)
    expect(merge.held('A')).toBe(lie)
    expect(merge.admits(tick('account-stream', 6, 5))).toBe(false)
    expect(looks).toHaveLength(1)
    looks[0]!(tick('account-read', 6, 99))
    await advance(0)
    expect(accepted).toBe(1)
    expect(merge.admits(tick('account-read', 6, 99))).toBe(true)
    expect(merge.held('A')).toBeUndefined()
    expect(merge.admits(tick('account-stream', 7, 98))).toBe(true)
  })

  it('are those that stand for two seconds where nobody can be asked', async () => {
    merge.admits(tick('account-stream', 5, 100))
    merge.admits(tick('account-poll', 5, 200))
    looks[0]!(null)
    await advance(300)
    // This one hangs: a second is all it gets.
    expect(looks).toHaveLength(2)
    await advance(1_500)
    looks.at(-1)!(null)
    expect(accepted).toBe(0)
    await advance(1_000)
    expect(accepted).toBe(1)
  })

  it('are nobody’s business any more once the token is dropped', async () => {
    merge.admits(tick('account-stream', 5, 100))
    merge.admits(tick('account-poll', 5, 200))
    merge.forget('A')
    looks[0]!(tick('account-read', 5, 100))
    await advance(5_000)
    expect(accepted).toBe(0)
    expect(merge.admits(tick('account-stream', 1, 1))).toBe(true)
  })
})
