/** The tokens of tokens.css that a canvas needs, as they are under the present theme. */
export type ChartPalette = Record<
  | 'surface'
  | 'text'
  | 'text2'
  | 'text3'
  | 'gain'
  | 'loss'
  | 'onGain'
  | 'onLoss'
  | 'accent'
  | 'onAccent'
  | 'grid'
  | 'cross'
  | 'volume'
  | 'bg'
  | 'font',
  string
>

export const readChartPalette = (): ChartPalette => {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    surface: read('--s1'),
    text: read('--text'),
    text2: read('--text-2'),
    text3: read('--text-3'),
    gain: read('--gain'),
    loss: read('--loss'),
    onGain: read('--on-gain'),
    onLoss: read('--on-loss'),
    accent: read('--accent'),
    onAccent: read('--on-accent'),
    grid: read('--grid'),
    cross: read('--cross'),
    volume: read('--volume'),
    bg: read('--bg'),
    font: read('--font-sans'),
  }
}

/** Calls back whenever the theme on <html> changes. Returns the way to stop. */
export const onThemeChange = (listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-pnl'] })
  return () => observer.disconnect()
}

/** `#RRGGBB` with an alpha between 0 and 1. */
export const withAlpha = (hex: string, alpha: number): string =>
  `${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}`
