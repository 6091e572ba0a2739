import type { IncomingHttpHeaders } from 'node:http'
import type { RequestPriority } from '../http/request-queue'

/** Documented for every user and address together (docs.bags.fm, "Rate Limits", 2026-11). */
const DOCUMENTED_LIMIT = 1_000
const HOUR_MS = 3_600_000
/** The part of the hour's requests that must be left for a request of that priority to be made. */
const KEPT_FOR_OTHERS: Record<RequestPriority, number> = { exit: 0, entry: 0.1, quote: 0.25, refresh: 0.5 }

export type HourlyBudget = {
  /** Takes one request, or says how many ms it would have to wait. */
  take(priority: RequestPriority): { ok: true } | { ok: false; waitMs: number }
  /** The vendor's own count wins over ours: others may use the same key. */
  learn(headers: IncomingHttpHeaders): void
}

/** Requests of a sliding hour. What is looked at in the background stops at half of it, exits are always tried. */
export const createHourlyBudget = (now: () => number): HourlyBudget => {
  let limit = DOCUMENTED_LIMIT
  let told: { remaining: number; until: number } | null = null
  const sent: number[] = []

  const left = (): number => {
    const since = now() - HOUR_MS
    while (sent.length > 0 && sent[0]! <= since) sent.shift()
    const counted = limit - sent.length
    return told && told.until > now() ? Math.min(told.remaining, counted) : counted
  }

  return {
    take: (priority) => {
      if (priority !== 'exit' && left() <= limit * KEPT_FOR_OTHERS[priority])
        return { ok: false, waitMs: Math.max(1_000, (sent[0] ?? now()) + HOUR_MS - now()) }
      sent.push(now())
      if (told) told.remaining--
      return { ok: true }
    },
    learn: (headers) => {
      const [most, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
        Number(headers[`x-ratelimit-${name}`] ?? NaN),
      ) as [number, number, number]
      if (Number.isFinite(most) && most > 0) limit = most
      if (Number.isFinite(remaining) && Number.isFinite(reset)) told = { remaining, until: reset * 1_000 }
    },
  }
}
