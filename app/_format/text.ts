const BIDI_AND_CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g

/** A name a stranger chose: no controls, at most 24 characters. */
export const plainName = (name: string, limit = 24): string => {
  const clean = [...name.replace(BIDI_AND_CONTROL, '').trim()]
  return clean.length > limit ? `${clean.slice(0, limit - 1).join('')}…` : clean.join('')
}

/** `EKpQGS…zcjm`. */
export const shortAddress = (address: string, head = 6, tail = 4): string =>
  address.length <= head + tail + 1 ? address : `${address.slice(0, head)}…${address.slice(-tail)}`

const MINT = /[1-9A-HJ-NP-Za-km-z]{32,44}/

/** The first thing in a pasted text or link that can be a mint address. */
export const mintInText = (text: string): string | null => text.match(MINT)?.[0] ?? null

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
