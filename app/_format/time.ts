const NBSP = '\u00a0'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `0.3 s`, `12 s`, `4 m`, `2 h 14 m`, `3 d`. */
export const formatAge = (ms: number): string => {
  const age = Math.max(0, ms)
  if (age < 10 * SECOND) return `${(Math.floor(age / 100) / 10).toFixed(1)}${NBSP}s`
  if (age < MINUTE) return `${Math.floor(age / SECOND)}${NBSP}s`
  if (age < HOUR) return `${Math.floor(age / MINUTE)}${NBSP}m`
  if (age < DAY) {
    const minutes = Math.floor((age % HOUR) / MINUTE)
    const hours = `${Math.floor(age / HOUR)}${NBSP}h`
    return minutes === 0 ? hours : `${hours} ${minutes}${NBSP}m`
  }
  return `${Math.floor(age / DAY)}${NBSP}d`
}

/** `12 s`: no tenths, for counters that tick once a second. */
export const formatWholeAge = (ms: number): string =>
  ms < 10 * SECOND ? `${Math.floor(Math.max(0, ms) / SECOND)}${NBSP}s` : formatAge(ms)

/** `14:32:07`. */
export const formatClock = (at: Date | string): string => new Date(at).toISOString().slice(11, 19)

const monthOf = (date: Date): string => date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' })

/** When something was, in a list: `14:32:07` of today, `22 Nov 14:32` before, and the year before that. */
export const formatWhen = (at: Date | string, now: Date = new Date()): string => {
  const date = new Date(at)
  const clock = formatClock(date)
  const day = date.toISOString().slice(0, 10)
  if (day === now.toISOString().slice(0, 10)) return clock
  const year = date.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${date.getUTCFullYear()}`
  return `${date.getUTCDate()} ${monthOf(date)}${year} ${clock.slice(0, 5)}`
}

/** `14:32:07.1`, for the steps of an order. */
export const formatClockTenths = (at: Date | string): string => new Date(at).toISOString().slice(11, 21)

/** `22 Nov 14:32:07 UTC`, for tooltips. */
export const formatDateTime = (at: Date | string): string => {
  const date = new Date(at)
  return `${date.getUTCDate()} ${monthOf(date)} ${formatClock(date)} UTC`
}
