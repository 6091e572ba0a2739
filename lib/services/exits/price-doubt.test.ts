import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { monitorOf, position, start, tickOf, usdc } from './exit-monitor.fixture'

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
