import type { Redis } from 'ioredis'
import type { Logger } from '@/lib/observability/logger'
import type { LivePublisher } from '../live-publisher'
import { bigintText, poolKey, priceKey, PRICE_TTL_SECONDS, STREAM_KEY } from './price-keys'
import type { PriceFeed, PriceTick } from './price-feed'
import { priceText } from './price-text'
import { startLoop, type Loop } from './repeat'

export type PricePublisherDeps = {
  feed: PriceFeed
  redis: Redis
  live: LivePublisher
  now: () => Date
  logger: Logger
}

const REFRESH_MS = 1_000
const HEARTBEAT_MS = 500
const EVENT_GAP_MS = 250
/** A quiet price is told again this often, so that whoever watches knows it is still current. */
const CONFIRM_MS = 2_000
const HEARTBEAT_TTL_SECONDS = 30

/**
 * Tells other processes what the feed knows: each tick into Redis and, at most every 250 ms a mint, onto the live
 * stream. Keys of quiet tokens are renewed while the feed knows their prices to be current, and run out otherwise.
 */
export const createPricePublisher = ({ feed, redis, live, now, logger }: PricePublisherDeps) => {
  const dirty = new Set<string>()
  const toldAt = new Map<string, number>()
  const later = new Map<string, NodeJS.Timeout>()
  let loops: Loop[] = []
  let unsubscribe = (): void => {}
  let flushing = false
  let lastBeat = 0n

  const write = async (ticks: readonly PriceTick[]): Promise<void> => {
    if (ticks.length === 0) return
    const batch = redis.pipeline()
    for (const { mint, priceUsd, slot, source, pool, quoteUsd, at } of ticks) {
      const timestamp = Math.floor((feed.confirmedAt(mint) ?? at).getTime() / 1_000)
      const stored = { price: priceText(priceUsd), timestamp, slot: Number(slot), source }
      batch.set(priceKey(mint), JSON.stringify(stored), 'EX', PRICE_TTL_SECONDS)
      if (!pool) continue
      const state = JSON.stringify({ quoteUsd: priceText(quoteUsd), pool }, bigintText)
      batch.set(poolKey(mint), state, 'EX', PRICE_TTL_SECONDS)
    }
    const failed = (await batch.exec())?.find(([error]) => error !== null)
    if (failed) throw failed[0]
  }

  const ticksOf = (mints: Iterable<string>): PriceTick[] =>
    [...mints].flatMap((mint) => feed.latest(mint) ?? [])

  /** One write under way at a time; ticks that arrive meanwhile go with the next. */
  const flush = async (): Promise<void> => {
    if (flushing) return
    flushing = true
    try {
      while (dirty.size > 0) {
        const mints = [...dirty]
        dirty.clear()
        await write(ticksOf(mints))
      }
    } catch (error) {
      logger.warn({ err: error }, 'Prices could not be written to Redis')
    } finally {
      flushing = false
    }
  }

  const tell = (mint: string): void => {
    later.delete(mint)
    const tick = feed.latest(mint)
    if (!tick) return
    toldAt.set(mint, now().getTime())
    const data = {
      mint,
      priceUsd: priceText(tick.priceUsd),
      at: (feed.confirmedAt(mint) ?? tick.at).toISOString(),
      slot: Number(tick.slot),
      source: tick.source,
    }
    live.publish({ userId: null, name: 'price', data })
  }

  const onTick = ({ mint }: PriceTick): void => {
    dirty.add(mint)
    queueMicrotask(() => void flush())
    if (later.has(mint)) return
    const wait = (toldAt.get(mint) ?? 0) + EVENT_GAP_MS - now().getTime()
    if (wait <= 0) tell(mint)
    else
      later.set(
        mint,
        setTimeout(() => tell(mint), wait),
      )
  }

  const refresh = async (): Promise<void> => {
    const current = feed.watched().filter((mint) => {
      const at = feed.confirmedAt(mint)
      return at !== null && now().getTime() - at.getTime() < PRICE_TTL_SECONDS * 1_000
    })
    await write(ticksOf(current))
    for (const mint of current)
      if (!later.has(mint) && now().getTime() - (toldAt.get(mint) ?? 0) >= CONFIRM_MS) tell(mint)
  }

  const heartbeat = async (): Promise<void> => {
    const last = feed.lastSlot()
    if (!last || last.slot === lastBeat) return
    lastBeat = last.slot
    const beat = { slot: Number(last.slot), at: last.at.getTime(), source: feed.streamSource }
    await redis.set(STREAM_KEY, JSON.stringify(beat), 'EX', HEARTBEAT_TTL_SECONDS)
  }

  return {
    start: (): void => {
      unsubscribe = feed.onTick(onTick)
      loops = [
        startLoop(refresh, REFRESH_MS, { logger, name: 'price keys' }),
        startLoop(heartbeat, HEARTBEAT_MS, { logger, name: 'stream heartbeat', firstAfterMs: 0 }),
      ]
    },
    stop: async (): Promise<void> => {
      unsubscribe()
      for (const timer of later.values()) clearTimeout(timer)
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
