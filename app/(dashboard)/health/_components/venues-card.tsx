'use client'
import { Check } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { formatWholeAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import type { SystemView } from '@/lib/contracts/system'
import styles from './health.module.css'
import { venueWords } from './venue-words'

const NAMES: Record<string, string> = { jupiter: 'Jupiter', bags: 'bags.fm' }

/** Circuits, in words. */
export const VenuesCard = ({ venues }: { venues: SystemView['venues'] }) => {
  const now = useNow()
  return (
    <TitledCard title="Venues" flush>
      {venues === null ? (
        <p className={styles.none}>
          Redis does not tell. The worker asks every venue, and leaves those alone that failed it.
        </p>
      ) : (
        <ul className={styles.parts}>
          {venues.map((venue) => {
            const { tone, word, means } = venueWords(venue, venues)
            return (
              <li key={venue.name}>
                <div>
                  <b>{NAMES[venue.name] ?? venue.name}</b>
                  <p>{means}</p>
                </div>
                <span className={styles.standing}>
                  {venue.since !== null && (
                    <span className={styles.dim}>{formatWholeAge(now - Date.parse(venue.since))}</span>
                  )}
                  <Chip tone={tone}>
                    {tone === 'ok' && <Check aria-hidden="true" />} {word}
                  </Chip>
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </TitledCard>
  )
}
