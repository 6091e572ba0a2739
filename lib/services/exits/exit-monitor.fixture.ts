import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-feed'
import { ExitMonitor, type ExitMonitorDeps } from './exit-monitor'

export const start = new Date('2026-01-01T00:00:00Z')

export const position = (
  id: string,
  tokenMint: string,
  plan: Partial<GuardedPosition> = {},
): GuardedPosition => ({
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
  peakAmountRaw: null,
  breakEvenArmedAt: null,
  exitSeq: 0,
  decimals: 6,
  symbol: tokenMint,
  updatedAt: start,
  ...plan,
})

/** A deep pool of a six-digit token that costs `price` quote tokens. */
export const tickOf = (
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
export const usdc = { mint: USDC_MINT, decimals: 6, usd: '1' }
export const sol = { mint: WSOL_MINT, decimals: 9, usd: '200' }

export const monitorOf = (
  positions: GuardedPosition[],
  ticks: Map<string, PriceTick>,
  watch: ExitMonitorDeps['feed']['watch'] = async () => {},
  second: (mint: string) => PriceTick | undefined = (mint) => ticks.get(mint),
  /** Exits that the arbiter does not begin. */
  refuses: (reason: string) => boolean = () => false,
  /** Storing takes as long. */
  stored: () => Promise<void> = async () => {},
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
    newestChange: async () => null,
    loadPositions: async ({ since }) =>
      since === null ? positions : positions.filter(({ updatedAt }) => updatedAt >= since),
    saveStates: async (states) => {
      await stored()
      saved.push(...states)
    },
    triggerExit: async ({ positionId, reason, part }) => {
      if (refuses(reason)) return null
      fired.push([positionId, reason, ...(part ? [part.sellPct] : [])].join(' '))
      return { orderId: `order ${fired.length}` }
    },
    onDifference: (mint) => void differences.push(mint),
    onOdd: ({ id }, watched) => void differences.push(`${id} ${watched ? 'odd' : 'unreadable'}`),
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
