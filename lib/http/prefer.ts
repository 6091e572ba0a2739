export type Preference = {
  /** How long the caller wants to wait for the result. */
  waitMs: number
  /** For the Preference-Applied header; null when nothing was asked for. */
  applied: string | null
}

const parsePreferences = (header: string): Map<string, string> => {
  const preferences = new Map<string, string>()
  for (const part of header.split(',')) {
    const [name = '', value = ''] = (part.split(';', 1)[0] ?? '').split('=')
    const key = name.trim().toLowerCase()
    // RFC 7240: of a repeated preference the first counts.
    if (key && !preferences.has(key)) preferences.set(key, value.trim().replace(/^"(.*)"$/, '$1'))
  }
  return preferences
}

/**
 * RFC 7240 `wait=N` (seconds) and `respond-async`; together they mean "wait so long, then answer
 * 202". A preference that cannot be understood is ignored, as the RFC demands.
 */
export const parsePrefer = (
  header: string | null,
  limits: { defaultSeconds: number; maxSeconds: number },
): Preference => {
  const preferences = parsePreferences(header ?? '')
  const wait = preferences.get('wait')
  const async = preferences.has('respond-async')
  if (wait !== undefined && /^\d{1,9}$/.test(wait)) {
    const seconds = Math.min(Number(wait), limits.maxSeconds)
    return { waitMs: seconds * 1000, applied: `${async ? 'respond-async, ' : ''}wait=${seconds}` }
  }
  if (async) return { waitMs: 0, applied: 'respond-async' }
  return { waitMs: limits.defaultSeconds * 1000, applied: null }
}
