export type Counted = { allowed: boolean; limit: number; remaining: number; resetAt: number }

const MAX_KEYS = 10_000

/** Fixed one-minute windows in this process's memory: what counts while Redis is unreachable. */
export const createLocalWindow = (windowMs: number) => {
  const counts = new Map<string, { used: number; resetAt: number }>()

  const forgetOld = (now: number): void => {
    for (const [key, entry] of counts) if (entry.resetAt <= now) counts.delete(key)
    if (counts.size >= MAX_KEYS) counts.clear()
  }

  return {
    count: (key: string, limit: number, now: number): Counted => {
      if (counts.size >= MAX_KEYS) forgetOld(now)
      const known = counts.get(key)
      const entry = known && known.resetAt > now ? known : { used: 0, resetAt: now + windowMs }
      const allowed = entry.used < limit
      if (allowed) entry.used += 1
      counts.set(key, entry)
      return { allowed, limit, remaining: limit - entry.used, resetAt: entry.resetAt }
    },
    forget: (key: string): void => {
      counts.delete(key)
    },
  }
}
