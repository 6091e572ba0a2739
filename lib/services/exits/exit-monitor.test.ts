import { describe, expect, it } from 'vitest'
import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-feed'
import { ExitMonitor, type ExitMonitorDeps } from './exit-monitor'

const start = new Date('2026-01-01T00:00:00Z')

const position = (id: string, tokenMint: string, plan: Partial<GuardedPosition> = {}): GuardedPosition => ({
  id,
  userId: 1,
  tokenMint,
  status: 'OPEN',
  guarded: true,
  amountRaw: 100_000_000n,
  boughtRaw: 100_000_000n,
  costRaw: 100_000_000n,
  feesUsd: '0',
  entryPriceUsd: '1',
  takeProfitPct: '20',
  stopLossPct: '10',
  trailingStopPct: null,
  trailingActivationPct: null,
  breakEvenAtPct: null,
  ladder: [],
  ladderDone: 0,
  timeStopAt: null,
  peakPriceUsd: null,
  breakEvenArmedAt: null,
  exitSeq: 0,
  decimals: 6,
  symbol: tokenMint,
  updatedAt: start,
  ...plan,
})

/** A deep pool of a six-digit token that costs `price` quote tokens. */
const tickOf = (
  mint: string,
  price: string,
  quote: { mint: string; decimals: number; usd: string },
): PriceTick => {
  const pool: PoolSnapshot = {
    address: `pool of ${mint}`,
    kind: 'constant-product',
    baseMint: mint,
    quoteMint: quote.mint,
    baseDecimals: 6,
    quoteDecimals: quote.decimals,
    baseReserve: 10n ** 13n,
    quoteReserve: BigInt(
      decimal(price)
        .mul(`1e${7 + quote.decimals}`)
        .toFixed(0),
    ),
    tradeFeeMillionths: 2_500n,
  }
  const quoteUsd = decimal(quote.usd)
  const priceUsd = spotPrice(pool).mul(quoteUsd)
  return { mint, priceUsd, pool, quoteUsd, slot: 1n, at: start, source: 'test' }
}
const usdc = { mint: USDC_MINT, decimals: 6, usd: '1' }
const sol = { mint: WSOL_MINT, decimals: 9, usd: '200' }

const monitorOf = (
  positions: GuardedPosition[],
  ticks: Map<string, PriceTick>,
  watch: ExitMonitorDeps['feed']['watch'] = async () => {},
  second: (mint: string) => PriceTick | undefined = (mint) => ticks.get(mint),
) => {
  const fired: string[] = []
  const saved: ReachedState[] = []
  const differences: string[] = []
  let now = start
  const monitor = new ExitMonitor({
    feed: {
      watch,
      unwatch: async () => {},
      latest: (mint) => ticks.get(mint),
      confirmedAt: (mint) => ticks.get(mint)?.at ?? null,
      onTick: () => () => {},
      readAgain: async (mint) => second(mint) ?? null,
    },
    loadPositions: async () => positions,
    saveStates: async (states) => void saved.push(...states),
    triggerExit: async ({ positionId, reason, sellPct }) =>
      void fired.push([positionId, reason, ...(sellPct ? [sellPct] : [])].join(' ')),
    onDifference: (mint) => void differences.push(mint),
    onStale: (mint, _holders, fresh) => void differences.push(`${mint} ${fresh ? 'fresh' : 'stale'}`),
    logger: { info: () => {}, error: () => {} },
    now: () => now,
  })
  const sweep = async () => {
    await monitor.sweep()
    // Firing waits for a second look.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { monitor, sweep, fired, saved, differences, setNow: (at: Date) => (now = at) }
}

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
})
