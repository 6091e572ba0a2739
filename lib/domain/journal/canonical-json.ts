const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([name, member]) => [name, ordered(member)]),
  )
}

/** JSON with members in the order of their names and nothing undefined: the same data is the same text. */
export const canonicalJson = (value: unknown): string => JSON.stringify(ordered(value)) ?? ''
