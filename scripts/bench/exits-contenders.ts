import { GuardBook } from '@/lib/services/exits/guard-book'
import { guardOf, judge } from '@/lib/services/exits/judge-position'
import type { JudgeableTick } from '@/lib/services/exits/judgeable-tick'
import { SeenPrice } from '@/lib/services/exits/seen-price'
import { type Book, type Held, NOW, rowOf, tickOf } from './exits-book'
import { AGE, TOKENS } from './exits-market'

/** One way to find the positions a price concerns. */
export type Contender = {
  /** Judges the positions the price may concern by the exact rules, and has each that fires closed and replaced. How many were judged. */
  tick(tick: JudgeableTick, token: number, spot: number, close: (position: Held) => Held): number
  /** What is done beside the prices once a second. */
  tidy?(): Promise<void>
}

/** The exit monitor's own book, filled as time would have filled it: positions opened one after the other while prices moved. */
export const filledBook = (book: Book): GuardBook => {
  const guards = new GuardBook()
  const oldestFirst = [...book.held].sort((a, b) => a.token - b.token || b.ago - a.ago)
  let next = 0
  for (const [token, { prices }] of book.pasts.entries())
    for (let ago = AGE - 1; ago >= 0; ago -= 1) {
      const tick = tickOf(token, prices[ago]!)
      guards.accept(tick)
      for (; oldestFirst[next]?.token === token && oldestFirst[next]!.ago === ago; next += 1)
        guards.take(rowOf(book, oldestFirst[next]!))
      // The first of a token waits for a price.
      guards.accept(tick)
    }
  return guards
}

export const withBook = (book: Book, guards: GuardBook): Contender => {
  const byId = new Map(book.held.map((position) => [position.id, position]))
  return {
    tick: (tick, _token, _spot, close) => {
      const named = guards.accept(tick)
      for (const guard of named) {
        if (!guards.judge(guard, tick, NOW)?.firing) continue
        const opened = close(byId.get(guard.id)!)
        guards.drop(guard.id)
        byId.delete(guard.id)
        guards.take(rowOf(book, opened))
        byId.set(opened.id, opened)
      }
      return named.length
    },
    tidy: async () => {
      await guards.settlePeaks()
      while (guards.takeReached(NOW, 1_000).states.length > 0);
    },
  }
}

const concerns = (position: Held, spot: number): boolean => {
  if (position.factor > 0 && spot > position.peak) position.peak = spot
  return spot >= position.up || spot <= position.down || spot <= position.peak * position.factor
}

/** The rules of the exit monitor, on what a sale of the position brings. */
const fires = (book: Book, position: Held, price: SeenPrice): boolean => {
  const guard = (position.guard ??= guardOf(rowOf(book, position)))
  const best = position.factor > 0 ? new SeenPrice(tickOf(position.token, position.peak)) : null
  const judged = judge(guard, price, best, NOW)
  if (judged) guard.state = judged.state
  return judged !== null && judged.firing !== null
}

/** Looks at every position of the token that ticked. */
export const tokenLoop = (book: Book): Contender => {
  const held = Array.from({ length: TOKENS }, (): Held[] => [])
  const places = new Map<Held, number>()
  const add = (position: Held) => places.set(position, held[position.token]!.push(position) - 1)
  book.held.forEach(add)
  const remove = (closed: Held) => {
    const list = held[closed.token]!
    const place = places.get(closed)!
    const last = list.pop()!
    if (last !== closed) {
      list[place] = last
      places.set(last, place)
    }
    places.delete(closed)
  }
  return {
    tick: (tick, token, spot, close) => {
      const concerned = held[token]!.filter((position) => concerns(position, spot))
      const price = new SeenPrice(tick)
      for (const position of concerned) {
        if (!fires(book, position, price)) continue
        remove(position)
        add(close(position))
      }
      return concerned.length
    },
  }
}

/** Looks at every position there is. */
export const fullLoop = (book: Book): Contender => ({
  tick: (tick, token, spot, close) => {
    const concerned = book.held.filter((position) => position.token === token && concerns(position, spot))
    const price = new SeenPrice(tick)
    // The book puts the new one in the place of the old one.
    for (const position of concerned) if (fires(book, position, price)) close(position)
    return concerned.length
  },
})
