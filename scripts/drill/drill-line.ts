/** `F10 ok 3.2 s five triggers make one sell`: its numbers, how it went, how long it took, what it shows. */
export const drillLine = (fullName: string, ok: boolean, ms: number): string => {
  const numbers = [...new Set(fullName.match(/F\d{2}/g) ?? [])]
  const title = fullName
    .split(' > ')
    .map((part) => part.replace(/(F\d{2}\s*)+:?\s*/, ''))
    .filter(Boolean)
    .at(-1)
  return `${numbers.join(' ')} ${ok ? 'ok' : 'FAILED'} ${(ms / 1_000).toFixed(1)} s ${title}`.trimStart()
}
