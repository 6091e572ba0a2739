import { decimal, ONE } from '@/lib/domain/money/decimal'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { createDeeperPools } from './deeper-pools'
import { findPools, type FoundPool } from './find-pools'
import { createListeners } from './listeners'
import { oncePerKey } from './once-per-key'
import { addressesOf, createPoolBook } from './pool-book'
import type { PriceFeedDeps } from './price-feed-deps'
import { DEFAULT_TIMING } from './price-feed-timing'
import { createPriceMerge, READ_SOURCE } from './price-merge'
import type { PriceFeed, PriceTick } from './price-tick'
import { startLoop, within } from './repeat'
import { createReadAgain } from './read-again'
import { type PooledMint, tickFrom } from './second-look'
import { createStreamClock } from './stream-clock'
import { createUntoldChanges } from './untold-changes'

export type { PriceFeed, PriceTick } from './price-tick'

/** Where a price was read. `account-poll` while the stream is silent; otherwise a price source's own name. */
const STREAM_SOURCE = 'account-stream'
const POLL_SOURCE = 'account-poll'

/** Live prices of the watched mints: from their pools' accounts over the stream, else from what still answers. */
export const createPriceFeed = (deps: PriceFeedDeps): PriceFeed => {
  const timing = { ...DEFAULT_TIMING, ...deps.timing }
  const { now, logger } = deps
  const counts = new Map<string, number>()
  const ticks = new Map<string, PriceTick>()
  const failed = (err: unknown, { mint }: { mint: string }) =>
    logger.error({ err, mint }, 'A listener of the price feed failed')
  const onTick = createListeners<PriceTick>(failed)
  const onDrained = createListeners<{ mint: string }>(failed)
  const nextLook = new Map<string, number>()
  /** Mints whose pool has gone, and until when the next one is looked for at short intervals. */
  const orphans = new Map<string, number>()
  const loops: { stop(): Promise<void> }[] = []
  const clock = createStreamClock({ now, chainTip: deps.chainTip ?? (() => null) })
  let streamNode: string | null = null
  let closed = false

  const emit = (tick: PriceTick): void => {
    const previous = ticks.get(tick.mint)
    if (closed || !counts.has(tick.mint)) return
    const ordered = previous && previous.slot > tick.slot ? { ...tick, slot: previous.slot } : tick
    ticks.set(tick.mint, ordered)
    onTick.tell(ordered)
    // A vendor's price of SOL makes old reserves no newer.
    if (tick.mint === WSOL_MINT && tick.pool)
      for (const entry of pooled.values()) if (entry.pool.layout.mints.includes(WSOL_MINT)) quotedInSol(entry)
  }

  /** False: the accounts show no pool. */
  const price = ({ mint, pool }: PooledMint, source: string): boolean => {
    if (book.isBehind(mint)) return true
    const snapshot = pool.snapshot(mint)
    if (!snapshot) return false
    const quote = snapshot.quoteMint === USDC_MINT ? null : ticks.get(snapshot.quoteMint)
    if (quote === undefined) return true
    const quoteUsd = quote?.priceUsd ?? ONE
    const slot = quote && quote.slot > pool.slot() ? quote.slot : pool.slot()
    const priceUsd = spotPrice(snapshot).mul(quoteUsd)
    const tick = { mint, priceUsd, pool: snapshot, quoteUsd, slot, at: now(), source }
    if (merge.admits(tick)) emit(tick)
    return true
  }

  const quotedInSol = (entry: PooledMint): void => {
    if (entry.mint !== WSOL_MINT)
      price(entry, clock.isCurrent(timing.silenceMs) ? STREAM_SOURCE : POLL_SOURCE)
  }

  /** A token that moves to another AMM is priced there as soon as that pool is known, by a vendor until then. */
  const book = createPoolBook({
    ...{ stream: deps.stream, accounts: deps.accounts, settleMs: timing.settleMs, now, logger },
    changed: (entry) => {
      if (price(entry, STREAM_SOURCE)) return
      // Open, but with nothing to pay a sale: its liquidity was taken.
      onDrained.tell({ mint: entry.mint })
      leave(entry)
    },
    gone: (entry) => leave(entry),
  })
  const { pooled } = book

  const leave = ({ mint, pool }: PooledMint): void => {
    logger.info({ mint, pool: pool.layout.address }, 'A pool takes no more swaps; the next one is looked for')
    orphans.set(mint, now().getTime() + timing.orphanMs)
    void drop(mint)
      .then(() => look(counts.has(mint) ? [mint] : []))
      .then(() => askFallback(counts.has(mint) && !ticks.has(mint) ? [mint] : []))
  }

  const drop = async (mint: string): Promise<void> => {
    ticks.delete(mint)
    merge.forget(mint)
    nextLook.delete(mint)
    const entry = await book.drop(mint)
    if (entry?.pool.layout.mints.includes(WSOL_MINT) && mint !== WSOL_MINT) await unwatch([WSOL_MINT])
  }

  /** `looked`: the look-up under way that found them. */
  const takeOn = async (found: readonly FoundPool[], looked: readonly string[]): Promise<void> => {
    const entries = found.map(book.adopt)
    const needSol = entries.filter(
      ({ mint, pool }) => mint !== WSOL_MINT && pool.layout.mints.includes(WSOL_MINT),
    )
    await watch(needSol.map(() => WSOL_MINT))
    if (needSol.length > 0 && !looked.includes(WSOL_MINT)) await lookUps.underWay(WSOL_MINT)
    for (const entry of entries) price(entry, STREAM_SOURCE)
    const kept = entries.filter((entry) => pooled.get(entry.mint) === entry)
    await deps.stream.watch([...new Set(kept.flatMap(({ pool }) => addressesOf(pool.layout)))])
  }

  const lookUp = async (wanted: readonly string[]): Promise<void> => {
    const at = now().getTime()
    for (const mint of wanted)
      nextLook.set(mint, at + ((orphans.get(mint) ?? 0) > at ? timing.orphanRetryMs : timing.recheckMs))
    try {
      const found = (await findPools(deps, wanted, now(), ticks)).filter(
        ({ mint }) => counts.has(mint) && !pooled.has(mint),
      )
      await takeOn(found, wanted)
    } catch (error) {
      for (const mint of wanted) if (!pooled.has(mint)) nextLook.set(mint, now().getTime() + timing.retryMs)
      logger.warn({ err: error, mints: wanted.length }, 'Looking for pools failed; it is tried again')
    }
  }

  const lookUps = oncePerKey(lookUp)
  const look = (mints: readonly string[]): Promise<void> =>
    lookUps.run(mints.filter((mint) => mint !== USDC_MINT && !pooled.has(mint)))

  const watch = async (mints: readonly string[]): Promise<void> => {
    const fresh = mints.filter((mint) => {
      counts.set(mint, (counts.get(mint) ?? 0) + 1)
      return counts.get(mint) === 1
    })
    if (fresh.length === 0) return
    const first = look(fresh).then(() => askFallback(fresh.filter((mint) => !ticks.has(mint))))
    await within(first, timing.firstPriceMs)
  }

  const settle = (mints: readonly string[]): Promise<void> =>
    within(look(mints.filter((mint) => counts.has(mint))), timing.firstPriceMs)

  const unwatch = async (mints: readonly string[]): Promise<void> => {
    for (const mint of mints) {
      const left = (counts.get(mint) ?? 0) - 1
      if (left > 0) counts.set(mint, left)
      else if (counts.delete(mint)) await drop(mint)
    }
  }

  const askFallback = async (mints: readonly string[]): Promise<void> => {
    if (mints.length === 0) return
    try {
      const prices = await deps.fallback.prices(mints)
      for (const mint of mints) {
        const found = prices.get(mint)
        if (found) {
          const slot = clock.last()?.slot ?? found.slot ?? 0n
          emit({
            mint,
            priceUsd: decimal(found.priceUsd),
            pool: null,
            quoteUsd: ONE,
            slot,
            at: now(),
            source: deps.fallback.name,
          })
        } else if (ticks.get(mint)?.source === deps.fallback.name) ticks.delete(mint)
      }
    } catch (error) {
      logger.warn({ err: error, mints: mints.length }, 'Fallback prices are not available')
    }
  }

  const current = (mint: string): boolean => {
    const at = confirmedAt(mint)
    return at !== null && now().getTime() - at.getTime() < timing.silenceMs + timing.pollMs
  }

  /** A quiet pool sends nothing when the stream is back, nor when only time has changed its fee. */
  const restorePools = (): void => {
    if (!clock.isCurrent(timing.silenceMs)) return
    for (const entry of pooled.values())
      if (entry.pool.layout.timed || ticks.get(entry.mint)?.source === deps.fallback.name)
        price(entry, STREAM_SOURCE)
  }

  const fallbackRound = async (): Promise<void> => {
    book.catchUp()
    restorePools()
    const unpriced = [...counts.keys()].filter((mint) => !pooled.has(mint) || !current(mint))
    await askFallback(unpriced)
    const due = [...counts.keys()].filter(
      (mint) => !pooled.has(mint) && (nextLook.get(mint) ?? 0) <= now().getTime(),
    )
    await look(due)
  }

  const deeperPools = createDeeperPools({
    ...{ pooled, ticks, now, logger, everyMs: timing.recheckMs },
    find: (mints) => findPools(deps, mints, now(), ticks),
    move: async (found) => {
      await drop(found.mint)
      if (counts.has(found.mint) && !pooled.has(found.mint)) await takeOn([found], [])
    },
  })

  const pollRound = async (): Promise<void> => {
    clock.compare()
    if (clock.isCurrent(timing.silenceMs) || book.addresses().length === 0) return
    try {
      const accounts = await deps.accounts.accounts(book.addresses(), { need: 'poll' })
      const polled = [...pooled.values()].filter((entry) => {
        const look = { atLeast: 0n, at: now(), source: POLL_SOURCE }
        const told = tickFrom(entry, pooled.get(WSOL_MINT), accounts, look)
        return told === null || merge.admits(told)
      })
      for (const { pool } of polled) pool.applyTogether(accounts)
      for (const entry of polled) price(entry, POLL_SOURCE)
    } catch (error) {
      logger.warn({ err: error }, 'The account stream is silent and the accounts cannot be polled')
    }
  }

  const readAgain = createReadAgain({
    ...{ accounts: deps.accounts, pooled, price, now, logger },
    latest: (mint) => merge.held(mint) ?? ticks.get(mint),
    streamNode: () => streamNode,
  })

  const untoldChanges = createUntoldChanges({
    ...{ accounts: deps.accounts, stream: deps.stream, pooled, readAgain, now, logger },
    ...{ isCurrent: () => clock.isCurrent(timing.silenceMs), everyMs: timing.compareMs },
  })

  const merge = createPriceMerge({
    ...{ lookAgain: readAgain, now, logger },
    accept: (mint) => {
      const entry = pooled.get(mint)
      if (entry) price(entry, READ_SOURCE)
    },
  })

  const confirmedAt = (mint: string): Date | null => {
    const tick = ticks.get(mint)
    if (!tick) return null
    const last = clock.last()
    const streamed =
      tick.source !== deps.fallback.name && clock.isCurrent(timing.silenceMs) && !book.isBehind(mint)
    return streamed && last && last.at > tick.at ? last.at : tick.at
  }

  return {
    streamSource: deps.stream.source,
    watch,
    settle,
    unwatch,
    watched: () => [...counts.keys()],
    latest: (mint) => ticks.get(mint),
    confirmedAt,
    readAgain,
    isBetweenPools: (mint) => (orphans.get(mint) ?? 0) > now().getTime() && !pooled.has(mint),
    onTick: onTick.add,
    onDrained: onDrained.add,
    lastSlot: () => (clock.isBehind() ? null : clock.last()),
    start: async () => {
      if (loops.length > 0) return
      clock.start()
      deps.stream.start({
        onAccount: (update) => void (clock.isFuture(update.slot) || book.apply(update)),
        isFuture: clock.isFuture,
        onSlot: clock.onSlot,
        onState: ({ connected, detail }) => {
          streamNode = connected ? detail : null
          const news = connected ? 'Account stream connected' : 'Account stream lost'
          logger[connected ? 'info' : 'warn']({ detail }, news)
        },
      })
      loops.push(
        startLoop(fallbackRound, timing.fallbackMs, { logger, name: 'fallback prices' }),
        startLoop(pollRound, timing.pollMs, { logger, name: 'account poll' }),
        startLoop(untoldChanges, timing.toldWithinMs, { logger, name: 'untold changes' }),
        startLoop(deeperPools, timing.reviewMs, { logger, name: 'deeper pools' }),
      )
    },
    close: async () => {
      closed = true
      merge.close()
      await Promise.all(loops.map((loop) => loop.stop()))
      for (const { pool } of pooled.values()) pool.close()
      await deps.stream.close()
    },
  }
}
