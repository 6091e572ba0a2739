import type { VenueView } from '@/lib/contracts/system'

export type VenueWords = { tone: 'ok' | 'warn' | 'crit'; word: string; means: string }

const isOpen = ({ quotes, building }: VenueView): boolean => quotes === 'open' || building === 'open'

/** What the circuits of a venue mean for trades. */
export const venueWords = (venue: VenueView, all: readonly VenueView[]): VenueWords => {
  const { quotes, building, failures } = venue
  const what = quotes === 'closed' && building !== 'closed' ? 'builds no transactions' : 'does not answer'
  const others = all.some((other) => other !== venue && !isOpen(other))
  if (isOpen(venue))
    return {
      tone: 'crit',
      word: 'Resting',
      means: `${failures} failures in a row: it ${what}. ${others ? 'Trades go elsewhere.' : 'Exits ask it all the same.'}`,
    }
  if (quotes === 'probing' || building === 'probing')
    return {
      tone: 'warn',
      word: 'On trial',
      means: `${failures} failures in a row. The next trade finds out whether it is back.`,
    }
  if (failures > 0)
    return { tone: 'warn', word: 'Unsteady', means: `${failures} of the last requests failed in a row.` }
  return { tone: 'ok', word: 'Works', means: 'Asked for its offer with every trade.' }
}
