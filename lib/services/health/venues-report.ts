import type { VenueView } from '@/lib/contracts/system'
import { askCircuit, type Circuit } from '@/lib/domain/execution/circuit'

/** As whoever asks now would find it: one that has rested long enough is tried by the next request. */
const stateOf = (circuit: Circuit | null, now: number): VenueView['quotes'] => {
  if (circuit?.state === 'HALF_OPEN') return 'probing'
  const { passage } = askCircuit(circuit, now)
  return passage === 'probe' ? 'probing' : passage
}

/** What trades have found of each venue: its quotes have one circuit, building transactions another. */
export const readVenues = async (
  readCircuits: (services: readonly string[]) => Promise<(Circuit | null)[]>,
  names: readonly string[],
  now: number,
): Promise<VenueView[]> => {
  const circuits = await readCircuits(names.flatMap((name) => [name, `${name}-build`]))
  return names.map((name, place) => {
    const [quotes, building] = [circuits[2 * place] ?? null, circuits[2 * place + 1] ?? null]
    const known = [quotes, building].filter((circuit) => circuit !== null)
    return {
      name,
      quotes: stateOf(quotes, now),
      building: stateOf(building, now),
      failures: Math.max(0, ...known.map(({ failures }) => failures)),
      since: known.length === 0 ? null : new Date(Math.max(...known.map(({ since }) => since))).toISOString(),
    }
  })
}
