import { expect, it } from 'vitest'
import type { VenueView } from '@/lib/contracts/system'
import { venueWords } from './venue-words'

const venue = (change: Partial<VenueView> = {}): VenueView => ({
  ...{ name: 'jupiter', quotes: 'closed', building: 'closed', failures: 0, since: null },
  ...change,
})

it('says what a venue does, and where trades go while it rests', () => {
  const [well, down] = [venue(), venue({ quotes: 'open', failures: 6 })]
  expect(venueWords(well, [well]).word).toBe('Works')
  expect(venueWords(down, [well, down]).means).toBe(
    '6 failures in a row: it does not answer. Trades go elsewhere.',
  )
  expect(venueWords(down, [down]).means).toMatch(/Exits ask it all the same/)
  expect(venueWords(venue({ building: 'open', failures: 5 }), [well]).means).toMatch(/builds no transactions/)
  expect(venueWords(venue({ quotes: 'probing', failures: 5 }), [well]).word).toBe('On trial')
  expect(venueWords(venue({ failures: 2 }), [well]).tone).toBe('warn')
})
