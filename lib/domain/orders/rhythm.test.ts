import { expect, it } from 'vitest'
import { rhythm } from './rhythm'

it.each([
  [1, 'every minute'],
  [60, 'every hour'],
  [90, 'every 90 minutes'],
  [240, 'every 4 hours'],
  [1_440, 'every day'],
  [10_080, 'every 7 days'],
])('%d minutes are %s', (minutes, words) => expect(rhythm(minutes)).toBe(words))
