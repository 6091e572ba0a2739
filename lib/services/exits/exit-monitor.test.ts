import { describe, expect, it, vi } from 'vitest'
import type { GuardedPosition } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import type { PriceTick } from '../prices/price-tick'
import { monitorOf, position, sol, start, tickOf, usdc } from './exit-monitor.fixture'

describe('exit monitor', () => {
  it('judges the others while the pool of a new token is being looked for', async () => {
    const ticks = new Map([['falls', tickOf('falls', '0.85', usdc)]])
    const { sweep, fired } = monitorOf(
      [position('new', 'hangs'), position('old', 'falls')],
      ticks,
      () => new Promise(() => {}),
    )
    await sweep()
    expect(fired).toEqual(['old STOP_LOSS'])
  })

  it('judges the others where one cannot be judged, and tells its holder once', async () => {
    const broken = Object.assign(new Date(start.getTime() + 3_600_000), {
      valueOf: () => {
        throw new Error('no moment')
      },
    })
    const ticks = new Map([['falls', tickOf('falls', '0.85', usdc)]])
    const positions = [position('bad', 'falls', { timeStopAt: broken }), position('good', 'falls')]
    const { sweep, fired, differences } = monitorOf(positions, ticks)
    for (let count = 0; count < 3; count += 1) await sweep()
    expect(new Set(fired)).toEqual(new Set(['good STOP_LOSS']))
    expect(differences).toEqual(['bad unreadable'])
  })

  it('forgets one that could not be judged when it goes', async () => {
    const timeStopAt = Object.assign(new Date(start.getTime() + 3_600_000), {
      valueOf: () => {
        throw new Error('no moment')
      },
    })
    const row = position('bad', 'falls', { timeStopAt })
    const positions = [row]
    const { sweep, differences } = monitorOf(positions, new Map([['falls', tickOf('falls', '0.85', usdc)]]))
    await sweep()
    await sweep()
    positions[0] = { ...row, guarded: false }
    await sweep()
    expect(differences).toEqual(['bad unreadable'])
    // Only what forgot it tells of it again.
    positions[0] = row
    await sweep()
    expect(differences).toEqual(['bad unreadable', 'bad unreadable'])
  })

  it('judges every position of a token, also those it indexes only in later turns', async () => {
    const many = Array.from({ length: 500 }, (_, place) => position(`p${place}`, 'falls'))
    const ticks = new Map([['falls', tickOf('falls', '0.85', usdc)]])
    const { sweep, fired } = monitorOf(many, ticks)
    await sweep()
    await vi.waitFor(() => expect(new Set(fired).size).toBe(500), { timeout: 8_000 })
  })

  it('sweeps on while peaks are being stored, and stops only once they are', async () => {
    let store = () => {}
    const stored = new Promise<void>((resolve) => (store = resolve))
    const ticks = new Map([['rises', tickOf('rises', '1', usdc)]])
    const { sweep, monitor, saved, setNow } = monitorOf(
      [position('p', 'rises', { trailingStopPct: '10' })],
      ticks,
      undefined,
      undefined,
      undefined,
      () => stored,
    )
    await sweep()
    setNow(new Date(start.getTime() + 1_000))
    await sweep()
    await sweep()
    const stopped = monitor.stop()
    expect(saved).toEqual([])
    store()
    await stopped
    expect(saved).toMatchObject([{ id: 'p' }])
  })

  it('watches a token again whose watch failed', async () => {
    const asked: string[] = []
    const ticks = new Map<string, PriceTick>()
    const { sweep, fired } = monitorOf([position('p', 'falls')], ticks, async (mints) => {
      asked.push(...mints)
      if (asked.length === 1) throw new Error('no')
      ticks.set('falls', tickOf('falls', '0.85', usdc))
    })
    await sweep()
    await sweep()
    expect(asked).toEqual(['falls', 'falls'])
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('guards a token whose pool pays in SOL', async () => {
    const ticks = new Map<string, PriceTick>()
    const { sweep, fired } = monitorOf([position('p', 'meme')], ticks)
    ticks.set('meme', tickOf('meme', '0.005', sol))
    await sweep()
    expect(fired).toEqual([])
    ticks.set('meme', tickOf('meme', '0.0044', sol))
    await sweep()
    expect(fired).toEqual(['p STOP_LOSS'])
    ticks.set('meme', tickOf('meme', '0.005', { ...sol, usd: '260' }))
    await sweep()
    expect(fired).toEqual(['p STOP_LOSS', 'p TAKE_PROFIT'])
  })

  it('F15: an old price fires nothing', async () => {
    const old = { ...tickOf('falls', '0.5', usdc), at: new Date(start.getTime() - 5_001) }
    const { sweep, fired } = monitorOf([position('p', 'falls')], new Map([['falls', old]]))
    await sweep()
    expect(fired).toEqual([])
  })

  it('raises an alarm when a held token has no live price for long, and tells when it is over', async () => {
    const ticks = new Map([['held', tickOf('held', '1', usdc)]])
    const { sweep, differences, setNow } = monitorOf([position('p', 'held')], ticks)
    for (const seconds of [0, 6, 20]) {
      setNow(new Date(start.getTime() + seconds * 1_000))
      await sweep()
    }
    expect(differences).toEqual([])
    setNow(new Date(start.getTime() + 25_000))
    await sweep()
    await sweep()
    expect(differences).toEqual(['held stale'])
    ticks.set('held', { ...tickOf('held', '1', usdc), at: new Date(start.getTime() + 25_000) })
    await sweep()
    expect(differences).toEqual(['held stale', 'held fresh'])
  })
})

describe('a plan with more than a target and a stop', () => {
  /** Sweeps at each price in turn; what fired after each. */
  const walk = async (plan: Partial<GuardedPosition>, prices: readonly string[]) => {
    const ticks = new Map<string, PriceTick>()
    const world = monitorOf(
      [position('p', 'meme', { takeProfitPct: '100', stopLossPct: '50', ...plan })],
      ticks,
    )
    const seen: (string | null)[] = []
    for (const price of prices) {
      const before = world.fired.length
      ticks.set('meme', tickOf('meme', price, usdc))
      await world.sweep()
      seen.push(world.fired[before] ?? null)
    }
    return { seen, ...world }
  }

  it('trails from the highest price, not from the entry', async () => {
    const { seen } = await walk({ trailingStopPct: '10' }, ['1', '1.2', '1.4', '1.3', '1.27', '1.25'])
    expect(seen).toEqual([null, null, null, null, null, 'p TRAILING_STOP'])
  })

  it('trails only once it is activated', async () => {
    const plan = { trailingStopPct: '10', trailingActivationPct: '30' }
    expect((await walk(plan, ['1.2', '1.0', '1.33', '1.18'])).seen).toEqual([
      null,
      null,
      null,
      'p TRAILING_STOP',
    ])
  })

  it('keeps the highest price over a restart', async () => {
    const before = await walk({ trailingStopPct: '10' }, ['1', '1.5'])
    await before.monitor.stop()
    const peak = before.saved.at(-1)!.peak!
    expect(decimal(peak).toNumber()).toBeCloseTo(1.5, 1)
    const after = await walk({ trailingStopPct: '10', peakPriceUsd: peak }, ['1.4', '1.33'])
    expect(after.seen).toEqual([null, 'p TRAILING_STOP'])
  })

  it('moves the stop to break-even once the profit was there', async () => {
    expect((await walk({ breakEvenAtPct: '10' }, ['1', '0.95', '1.15', '1.05', '0.99'])).seen).toEqual([
      null,
      null,
      null,
      null,
      'p BREAK_EVEN',
    ])
  })

  it('sells a step of the ladder, and the next one after it', async () => {
    const ladder = [
      { atPct: '10', sellPct: '25' },
      { atPct: '30', sellPct: '40' },
    ]
    expect((await walk({ ladder }, ['1.05', '1.12'])).seen).toEqual([null, 'p LADDER 25'])
    expect((await walk({ ladder, ladderDone: 1 }, ['1.12', '1.32'])).seen).toEqual([null, 'p LADDER 40'])
    expect((await walk({ ladder, ladderDone: 2 }, ['1.5', '2.1'])).seen).toEqual([null, 'p TAKE_PROFIT'])
  })

  it('sells when its time is over, also where there is no price', async () => {
    const { sweep, fired } = monitorOf([position('p', 'unpriced', { timeStopAt: start })], new Map())
    await sweep()
    expect(fired).toEqual(['p TIME_STOP'])
  })

  it('sells when its time is over, whatever the price', async () => {
    const { sweep, fired, setNow } = await walk({ timeStopAt: new Date(start.getTime() + 4_000) }, ['1'])
    setNow(new Date(start.getTime() + 3_999))
    await sweep()
    expect(fired).toEqual([])
    setNow(new Date(start.getTime() + 4_000))
    await sweep()
    expect(fired).toEqual(['p TIME_STOP'])
  })
})

it('sells a position whose levels are no prices when the exact rule says so, and tells of it', async () => {
  // Its stop is below all that a double tells apart.
  const entryPriceUsd = `0.${'0'.repeat(319)}1`
  const ticks = new Map([['meme', tickOf('meme', '1', usdc)]])
  const odd = position('p', 'meme', { entryPriceUsd, takeProfitPct: '100000' })
  const { sweep, fired, differences } = monitorOf([odd], ticks)
  await sweep()
  expect(fired).toEqual(['p TAKE_PROFIT'])
  expect(differences).toEqual(['p odd'])
})
