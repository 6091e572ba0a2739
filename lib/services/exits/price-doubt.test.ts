import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { monitorOf, position, start, tickOf, usdc } from './exit-monitor.fixture'
import type { PriceTick } from '../prices/price-tick'
import { PriceDoubt } from './price-doubt'

describe('F14: a price that stands alone', () => {
  const falls = tickOf('meme', '0.05', usdc)
  const level = tickOf('meme', '1', usdc)

  it('sells nothing and is told, and the next true fall still sells', async () => {
    const ticks = new Map([['meme', level]])
    let second = level
    const { sweep, fired, differences } = monitorOf(
      [position('p', 'meme')],
      ticks,
      async () => {},
      () => second,
    )
    await sweep()
    ticks.set('meme', falls)
    await sweep()
    expect(fired).toEqual([])
    expect(differences).toEqual(['meme'])
    second = falls
    await sweep()
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('does not raise a trailing stop', async () => {
    const ticks = new Map([['meme', level]])
    const { sweep, fired, saved } = monitorOf(
      [position('p', 'meme', { trailingStopPct: '10', takeProfitPct: '5000' })],
      ticks,
      async () => {},
      () => level,
    )
    await sweep()
    ticks.set('meme', tickOf('meme', '20', usdc))
    await sweep()
    ticks.set('meme', level)
    await sweep()
    expect(fired).toEqual([])
    expect(saved.every(({ peak }) => decimal(peak!).lt('1.01'))).toBe(true)
  })

  it('does not raise a trailing stop either when it is the first one after a start', async () => {
    const ticks = new Map([['meme', tickOf('meme', '20', usdc)]])
    const { sweep, fired, saved } = monitorOf(
      [position('p', 'meme', { trailingStopPct: '10', takeProfitPct: '5000' })],
      ticks,
      async () => {},
      () => level,
    )
    await sweep()
    ticks.set('meme', level)
    await sweep()
    expect(fired).toEqual([])
    expect(saved.every(({ peak }) => decimal(peak!).lt('1.01'))).toBe(true)
  })

  it('is believed where no other node can be asked, once it has stood for two seconds', async () => {
    const ticks = new Map([['meme', level]])
    const { sweep, fired, setNow } = monitorOf(
      [position('p', 'meme')],
      ticks,
      async () => {},
      () => undefined,
    )
    await sweep()
    ticks.set('meme', falls)
    await sweep()
    expect(fired).toEqual([])
    setNow(new Date(start.getTime() + 1_900))
    await sweep()
    expect(fired).toEqual([])
    setNow(new Date(start.getTime() + 2_000))
    await sweep()
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('is not believed at once because nodes were silent some time ago', async () => {
    const ticks = new Map([['meme', level]])
    const { sweep, fired, setNow } = monitorOf(
      [position('p', 'meme')],
      ticks,
      async () => {},
      () => undefined,
    )
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
    await sweep()
    ticks.set('meme', falls)
    await sweep()
    ticks.set('meme', { ...level, at: at(60) })
    setNow(at(60))
    await sweep()
    ticks.set('meme', { ...falls, at: at(61) })
    setNow(at(61))
    await sweep()
    expect(fired).toEqual([])
  })
})

describe('F14: a second look that takes its time', () => {
  beforeEach(() => void vi.useFakeTimers({ now: start }))
  afterEach(() => void vi.useRealTimers())

  const judgeable = (tick: PriceTick) => ({ ...tick, pool: tick.pool! })
  const falls = judgeable(tickOf('meme', '0.05', usdc))
  const level = judgeable(tickOf('meme', '1', usdc))
  const doubtOf = (lookMs: number, second: PriceTick | null = level) => {
    let looks = 0
    const doubt = new PriceDoubt({
      feed: {
        readAgain: async () => {
          looks += 1
          await new Promise((resolve) => setTimeout(resolve, lookMs))
          return second
        },
      },
      now: () => new Date(),
      onDifference: () => {},
    })
    /** Asks again a quarter of a second after each answer, as checks do, until somebody is believed. */
    const settle = async () => {
      for (;;) {
        const verdict = await doubt.lookAgain(falls)
        if (verdict.kind !== 'silent') return { ...verdict, ms: Date.now() - start.getTime(), looks }
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }
    return { doubt, settle, looks: () => looks }
  }

  it('counts as silence after a second, so a fall is believed two seconds after it was first doubted', async () => {
    const { settle } = doubtOf(60_000)
    const settled = settle()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await settled).toEqual({ kind: 'agrees', tick: falls, ms: 2_250, looks: 1 })
  })

  it.each([1_100, 1_500, 2_200])('is still heard when it answers after %i ms', async (lookMs) => {
    const { settle } = doubtOf(lookMs)
    const settled = settle()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await settled).toMatchObject({ kind: 'differs', tick: level, looks: 1 })
  })

  it('is not heard long after it answered', async () => {
    const { doubt, looks } = doubtOf(1_100)
    const first = doubt.lookAgain(falls)
    await vi.advanceTimersByTimeAsync(1_050)
    expect(await first).toEqual({ kind: 'silent' })
    await vi.advanceTimersByTimeAsync(10_000)
    void doubt.lookAgain(falls)
    expect(looks()).toBe(2)
  })

  it('is waited for once by all who ask', async () => {
    const { doubt, looks } = doubtOf(100)
    const verdicts = Promise.all(Array.from({ length: 50 }, () => doubt.lookAgain(falls)))
    await vi.advanceTimersByTimeAsync(100)
    expect(new Set((await verdicts).map(({ kind }) => kind))).toEqual(new Set(['differs']))
    expect(looks()).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
