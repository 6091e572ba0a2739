import { poolCodecs } from '@/lib/adapters/amm-pools/pool-codecs'
import { createYellowstoneStream } from '@/lib/adapters/yellowstone/account-stream'
import type { GuardedPosition } from '@/lib/db/position-repository'
import type { AccountReader, AccountStream } from '@/lib/ports/account-stream'
import { createLogger } from '@/lib/observability/logger'
import { ExitMonitor } from '@/lib/services/exits/exit-monitor'
import { createPriceFeed } from '@/lib/services/prices/price-feed'
import { away, uuid } from './exits-book'
import { randomFrom } from './exits-market'
import { benchPools, firstAccounts } from './geyser-pools'

const POSITIONS = 10_000
const SWEEP_MS = 500
const SEED = 20_260_103
const START = new Date('2026-01-01T00:00:00Z')

/** What each message took from the server's write until it was evaluated, in ms; for those that completed a price. */
export type Heard = { accounts: number; evaluated: number; latencies: number[]; close: () => Promise<void> }

const rows = (): GuardedPosition[] => {
  const random = randomFrom(SEED)
  return Array.from({ length: POSITIONS }, (_, slot) => ({
    id: uuid(random, slot, 0),
    ...({ userId: 1, symbol: 'BENCH', decimals: 6, status: 'OPEN', guarded: true } as const),
    tokenMint: benchPools[slot % benchPools.length]!.mint,
    ...{ exitSeq: 0, updatedAt: START, timeStopAt: null, entryPriceUsd: '1', feesUsd: '0' },
    ...{ amountRaw: 100_000_000n, boughtRaw: 100_000_000n, costRaw: 100_000_000n },
    // At least 4 %: the walk of the load comes near some levels and fires none.
    ...{ takeProfitPct: String(away(random) + 2), stopLossPct: String(away(random) + 2) },
    trailingStopPct: slot % 3 === 0 ? String(away(random) + 2) : null,
    ...{ trailingActivationPct: null, breakEvenAtPct: null, breakEvenArmedAt: null },
    ...{ peakPriceUsd: null, peakAmountRaw: null, ladder: [], ladderDone: 0 },
  }))
}

/**
 * The real stream, feed and exit monitor. Pools and their first states are handed over in this process; everything
 * after that comes over the stream.
 */
export const startJarvis = async (url: string): Promise<Heard> => {
  const logger = createLogger({ process: 'worker', level: 'silent' })
  const accounts = firstAccounts()
  const reader: AccountReader = {
    accounts: async (addresses) =>
      new Map(
        addresses.flatMap((address) => (accounts.has(address) ? [[address, accounts.get(address)!]] : [])),
      ),
  }
  const heard: Heard = { accounts: 0, evaluated: 0, latencies: [], close: async () => {} }
  let priced = false
  const stream = measured(
    createYellowstoneStream({ endpoints: [{ name: 'bench', url }], reader, logger }),
    (writtenAt) => {
      heard.accounts += 1
      if (!priced) return
      priced = false
      heard.evaluated += 1
      heard.latencies.push(Number(process.hrtime.bigint() - writtenAt) / 1e6)
    },
  )
  const feed = createPriceFeed({
    ...{ stream, accounts: reader, codecs: poolCodecs, logger, now: () => new Date() },
    pools: { topPools: async () => new Map(benchPools.map(({ mint, address }) => [mint, [address]])) },
    fallback: { name: 'none', prices: async () => new Map() },
  })
  const positions = rows().sort((a, b) => (a.id < b.id ? -1 : 1))
  const fired: string[] = []
  const monitor = new ExitMonitor({
    feed,
    newestChange: async () => START,
    loadPositions: async ({ since, after, limit }) =>
      since === null ? positions.filter(({ id }) => after === null || id > after).slice(0, limit) : [],
    saveStates: async () => {},
    triggerExit: async ({ positionId }) => {
      fired.push(positionId)
      return null
    },
    ...{ onDifference: () => {}, onOdd: () => {}, onStale: () => {} },
    logger: { info: () => {}, error: (fields, message) => console.error(message, fields) },
    now: () => new Date(),
  })
  await feed.start()
  monitor.start()
  // After the monitor's own listener: by then it has judged the price.
  feed.onTick(() => {
    priced = true
  })
  await feed.watch(benchPools.map(({ mint }) => mint))
  let sweeping = true
  const sweeps = (async () => {
    while (sweeping) {
      await monitor.sweep()
      await new Promise((resolve) => setTimeout(resolve, SWEEP_MS))
    }
  })()
  heard.close = async () => {
    sweeping = false
    await sweeps
    await monitor.stop()
    await feed.close()
    if (fired.length > 0) throw new Error(`${fired.length} exits fired that should not have`)
  }
  return heard
}

/** Tells when the server wrote each account that came over the stream, once everything it sets off has run. */
const measured = (stream: AccountStream, done: (writtenAt: bigint) => void): AccountStream => ({
  ...stream,
  start: (handlers) =>
    stream.start({
      ...handlers,
      onAccount: (update) => {
        handlers.onAccount(update)
        if (update.node === 'bench') done(update.lamports)
      },
    }),
})
