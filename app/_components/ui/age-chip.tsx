import { TriangleAlert } from 'lucide-react'
import { formatWholeAge } from '@/app/_format/time'
import { Chip } from './chip'

export const STALE_MS = 5_000
export const UNPRICED_MS = 15_000

/** Says so when a price is older than its limit; says nothing while it is fresh. */
export const AgeChip = ({ ageMs }: { ageMs: number | null }) => {
  if (ageMs === null || ageMs <= STALE_MS) return null
  if (ageMs <= UNPRICED_MS) return <Chip tone="warn" small>{`${formatWholeAge(ageMs)} old`}</Chip>
  return (
    <Chip tone="warn" small>
      <TriangleAlert aria-hidden="true" />
      {formatWholeAge(ageMs)}
    </Chip>
  )
}
