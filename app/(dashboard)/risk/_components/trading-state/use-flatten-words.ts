import { formatUsd } from '@/app/_format/numbers'
import { useLivePortfolio } from '@/app/_live/live-portfolio'
import type { StateScope } from '@/lib/domain/trading-state/trading-state'

/** What the kill switch would do now, with its figures. */
export const useFlattenWords = (scope: StateScope): string => {
  const portfolio = useLivePortfolio()
  if (scope === 'global')
    return 'Sells every position of every user now, biggest first, and cancels their entries. Then EXITS_ONLY.'
  if (!portfolio) return 'Sells all your positions now, biggest first, then EXITS_ONLY.'
  const { openPositions: count, positionsValueUsd, unpriced } = portfolio
  if (count === 0) return 'You hold no position. Entries are cancelled, then EXITS_ONLY.'
  const unknown = unpriced.filter((what) => what !== 'SOL').length
  const worth =
    unknown === count
      ? 'What you would get is unknown: none has a fresh price.'
      : `You would get about ${formatUsd(positionsValueUsd)} after fee and impact${unknown > 0 ? `, without ${unknown} unpriced` : ''}.`
  return `Sells ${count === 1 ? 'your position' : `all ${count} positions`} now, biggest first, then EXITS_ONLY. ${worth}`
}
