import { describe, expect, it } from 'vitest'
import type { GuardedPosition } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-feed'
import { ExitMonitor, type ExitMonitorDeps } from './exit-monitor'

const start = new Date('2026-01-01T00:00:00Z')

const position = (id: string, tokenMint: string): GuardedPosition => ({
  id,
  userId: 1,
  tokenMint,
  amountRaw: 100_000_000n,
  entryPriceUsd: '1',
  takeProfitPct: '20',
  stopLossPct: '10',
  exitSeq: 0,
  decimals: 6,
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
) => {
  const fired: string[] = []
  const monitor = new ExitMonitor({
    feed: {
      watch,
      unwatch: async () => {},
      latest: (mint) => ticks.get(mint),
      confirmedAt: (mint) => ticks.get(mint)?.at ?? null,
      onTick: () => () => {},
    },
    loadOpenPositions: async () => positions,
    triggerExit: async ({ positionId, reason }) => void fired.push(`${positionId} ${reason}`),
    logger: { info: () => {}, error: () => {} },
    now: () => start,
  })
  return { monitor, fired }
}

describe('exit monitor', () => {
  it('judges the others while the pool of a new token is being looked for', async () => {
    const ticks = new Map([['falls', tickOf('falls', '0.85', usdc)]])
    const { monitor, fired } = monitorOf(
      [position('new', 'hangs'), position('old', 'falls')],
      ticks,
      () => new Promise(() => {}),
    )
    await monitor.sweep()
    expect(fired).toEqual(['old STOP_LOSS'])
  })

  it('watches a token again whose watch failed', async () => {
    const asked: string[] = []
    const ticks = new Map<string, PriceTick>()
    const { monitor, fired } = monitorOf([position('p', 'falls')], ticks, async (mints) => {
      asked.push(...mints)
      if (asked.length === 1) throw new Error('no')
      ticks.set('falls', tickOf('falls', '0.85', usdc))
    })
    await monitor.sweep()
    await monitor.sweep()
    await Promise.resolve()
    expect(asked).toEqual(['falls', 'falls'])
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('guards a token whose pool pays in SOL', async () => {
    const ticks = new Map<string, PriceTick>()
    const { monitor, fired } = monitorOf([position('p', 'meme')], ticks)
    ticks.set('meme', tickOf('meme', '0.005', sol))
    await monitor.sweep()
    expect(fired).toEqual([])
    ticks.set('meme', tickOf('meme', '0.0044', sol))
    await monitor.sweep()
    expect(fired).toEqual(['p STOP_LOSS'])
    ticks.set('meme', tickOf('meme', '0.005', { ...sol, usd: '260' }))
    await monitor.sweep()
    expect(fired).toEqual(['p STOP_LOSS', 'p TAKE_PROFIT'])
  })

  it('F15: an old price fires nothing', async () => {
    const old = { ...tickOf('falls', '0.5', usdc), at: new Date(start.getTime() - 5_001) }
    const { monitor, fired } = monitorOf([position('p', 'falls')], new Map([['falls', old]]))
    await monitor.sweep()
    expect(fired).toEqual([])
  })
})
