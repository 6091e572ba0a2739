import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-feed'
import { createGuardCheck } from './is-guardable'

const tick: PriceTick = {
  mint: 'm',
  priceUsd: decimal('2'),
  quoteUsd: decimal('1'),
  slot: 1n,
  at: new Date(0),
  source: 'account-stream',
  pool: {
    address: 'p',
    kind: 'constant-product',
    baseMint: 'm',
    quoteMint: USDC_MINT,
    baseDecimals: 6,
    quoteDecimals: 6,
    baseReserve: 1_000n,
    quoteReserve: 2_000n,
    tradeFeeMillionths: 2_500n,
  },
}

const feedOf = (latest: PriceTick | undefined, confirmedAt: Date | null) => ({
  watch: vi.fn(async () => {}),
  settle: vi.fn(async () => {}),
  unwatch: vi.fn(async () => {}),
  latest: () => latest,
  confirmedAt: () => confirmedAt,
})
const now = () => new Date(10_000)

describe('whether a token can be guarded', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('says yes to a readable pool known to be current', async () => {
    expect(await createGuardCheck({ feed: feedOf(tick, new Date(9_000)), now })('m')).toBe(true)
  })

  it.each([
    ['nobody prices it', undefined, new Date(9_000)],
    ['its pool cannot be read', { ...tick, pool: null }, new Date(9_000)],
    ['its price is stale', tick, new Date(4_000)],
    ['its price was never confirmed', tick, null],
  ])('says no when %s', async (_, latest, confirmedAt) => {
    expect(await createGuardCheck({ feed: feedOf(latest, confirmedAt), now })('m')).toBe(false)
  })

  it('says yes once a look-up that had failed, or that another began, has found the pool', async () => {
    const feed = feedOf(undefined, new Date(9_000))
    feed.settle.mockImplementation(async () => void (feed.latest = () => tick))
    expect(await createGuardCheck({ feed, now })('m')).toBe(true)
  })

  it('keeps the token watched for as long as its entry may take, once however often it is asked', async () => {
    const feed = feedOf(tick, new Date(9_000))
    const isGuardable = createGuardCheck({ feed, now })
    await Promise.all([isGuardable('m'), isGuardable('m')])
    await vi.advanceTimersByTimeAsync(150_000)
    await isGuardable('m')
    await vi.advanceTimersByTimeAsync(150_000)
    expect(feed.unwatch).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(40_000)
    expect(feed.watch).toHaveBeenCalledTimes(1)
    expect(feed.unwatch).toHaveBeenCalledTimes(1)
  })

  it('asks again after a watch that failed, and lets go of nothing it never held', async () => {
    const feed = feedOf(tick, new Date(9_000))
    feed.watch.mockRejectedValueOnce(new Error('down'))
    const isGuardable = createGuardCheck({ feed, now })
    await expect(isGuardable('m')).rejects.toThrow('down')
    expect(await isGuardable('m')).toBe(true)
    await vi.advanceTimersByTimeAsync(200_000)
    expect(feed.unwatch).toHaveBeenCalledTimes(1)
  })
})
