const DAY_MS = 86_400_000

/** Risk days are UTC days, whatever the zone of the machine or the trader. */
export const startOfUtcDay = (at: Date): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))

export const nextUtcDay = (at: Date): Date => new Date(startOfUtcDay(at).getTime() + DAY_MS)

/** `2026-11-22`. */
export const utcDate = (at: Date): string => at.toISOString().slice(0, 10)

/** `3 h 12 min`, `12 min`, `40 s`: rounded up, so that what is promised has passed by then. */
export const durationWords = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.ceil(hours / 24)} days`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
