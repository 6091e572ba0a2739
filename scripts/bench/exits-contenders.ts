import { TriggerIndex } from '@/lib/domain/exits/trigger-index'
import { type Book, type Held } from './exits-book'
import { AGE, TOKENS } from './exits-market'

/** One way to find the positions a tick may concern. */
export type Contender = {
  /** Positions to be judged exactly, peaks already raised. */
  tick(token: number, spot: number): readonly Held[]
  peakOf(position: Held): number | null
  replace(closed: Held, opened: Held): void
}

/** As the chain writes them: looked up by text. */
const mints = Array.from(
  { length: TOKENS },
  (_, token) => `${'1'.repeat(36)}${String(token).padStart(8, '0')}`,
)

/** Filled as time would have filled it: opened one after the other while prices moved. */
export const indexOf = (book: Book): TriggerIndex => {
  const index = new TriggerIndex()
  const oldestFirst = [...book.held].sort((a, b) => a.token - b.token || b.ago - a.ago)
  let next = 0
  for (const [token, { prices }] of book.pasts.entries())
    for (let ago = AGE - 1; ago >= 0; ago -= 1) {
      index.tick(mints[token]!, prices[ago]!)
      for (; oldestFirst[next]?.token === token && oldestFirst[next]!.ago === ago; next += 1)
        put(index, { ...oldestFirst[next]!, peak: prices[ago]! })
    }
  return index
}

const put = (index: TriggerIndex, { id, token, up, down, factor, peak }: Held): void =>
  index.set({ positionId: id, mint: mints[token]!, up, down, trail: factor > 0 ? { factor, peak } : null })

export const withIndex = (book: Book, index: TriggerIndex): Contender => {
  const byId = new Map(book.held.map((position) => [position.id, position]))
  return {
    tick: (token, spot) => index.tick(mints[token]!, spot).map((id) => byId.get(id)!),
    peakOf: (position) => index.peakOf(position.id),
    replace: (closed, opened) => {
      index.delete(closed.id)
      byId.delete(closed.id)
      put(index, opened)
      byId.set(opened.id, opened)
    },
  }
}

const concerns = (position: Held, spot: number): boolean => {
  if (position.factor > 0 && spot > position.peak) position.peak = spot
  return spot >= position.up || spot <= position.down || spot <= position.peak * position.factor
}

const peakOf = (position: Held): number | null => (position.factor > 0 ? position.peak : null)

/** Looks at every position of the token that ticked. */
export const tokenLoop = (book: Book): Contender => {
  const held = Array.from({ length: TOKENS }, (): Held[] => [])
  const places = new Map<Held, number>()
  const add = (position: Held) => places.set(position, held[position.token]!.push(position) - 1)
  book.held.forEach(add)
  return {
    tick: (token, spot) => held[token]!.filter((position) => concerns(position, spot)),
    peakOf,
    replace: (closed, opened) => {
      const list = held[closed.token]!
      const place = places.get(closed)!
      const last = list.pop()!
      if (last !== closed) {
        list[place] = last
        places.set(last, place)
      }
      places.delete(closed)
      add(opened)
    },
  }
}

/** Looks at every position there is. */
export const fullLoop = (book: Book): Contender => ({
  tick: (token, spot) => book.held.filter((position) => position.token === token && concerns(position, spot)),
  peakOf,
  // The book has put the new one in the place of the old one.
  replace: () => {},
})
