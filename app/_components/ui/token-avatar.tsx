import styles from './token-avatar.module.css'

/** Dark enough for white letters (4.5 or more). */
const COLOURS = [
  '#8A5A3B',
  '#96600F',
  '#2F7D6B',
  '#7A4A86',
  '#33618F',
  '#6B4FA0',
  '#8B3F5C',
  '#4E6B2E',
  '#5C6470',
  '#2F6F86',
]

const colourOf = (mint: string): string => {
  let sum = 0
  for (const character of mint) sum = (sum * 31 + character.codePointAt(0)!) % 9973
  return COLOURS[sum % COLOURS.length]!
}

/** A letter on a colour made from the mint: nothing is loaded from an address a stranger chose. */
export const TokenAvatar = ({ mint, symbol, size = 24 }: { mint: string; symbol: string; size?: number }) => (
  <span
    aria-hidden="true"
    className={styles.avatar}
    style={{ background: colourOf(mint), width: size, height: size, fontSize: Math.round(size * 0.42) }}
  >
    {[...symbol.replace(/[^\p{L}\p{N}]/gu, '')][0]?.toUpperCase() ?? '?'}
  </span>
)
