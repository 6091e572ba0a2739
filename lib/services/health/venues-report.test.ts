import { expect, it } from 'vitest'
import { readVenues } from './venues-report'

it('tells of quotes and of building apart, and of what never failed nothing', async () => {
  const asked: string[] = []
  const read = (now: number) =>
    readVenues(
      async (services) => {
        asked.push(...services)
        return [
          { state: 'OPEN', failures: 6, since: 1_000 },
          { state: 'HALF_OPEN', failures: 5, since: 2_000 },
          null,
          null,
        ]
      },
      ['jupiter', 'bags'],
      now,
    )
  const venues = await read(2_500)
  expect(asked).toEqual(['jupiter', 'jupiter-build', 'bags', 'bags-build'])
  expect(venues).toEqual([
    { name: 'jupiter', quotes: 'open', building: 'probing', failures: 6, since: '1970-01-01T00:00:02.000Z' },
    { name: 'bags', quotes: 'closed', building: 'closed', failures: 0, since: null },
  ])
  // Six failures rest for two seconds; then whoever asks next finds out.
  expect((await read(3_000))[0]!.quotes).toBe('probing')
})
