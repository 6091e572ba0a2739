import type { ReachedState } from '@/lib/db/position-repository'
import type { Guard } from './judge-position'
import { reachedBy } from './known-guard'

/** Whose plan has come to something that is not stored; also those that were dropped since, because a sale may be declined. */
export class ReachedStates {
  private readonly guards = new Map<string, Guard>()

  add(guard: Guard): void {
    this.guards.set(guard.id, guard)
  }

  get(id: string): Guard | undefined {
    return this.guards.get(id)
  }

  /** What is known of the position now takes the place of what was. */
  replace(guard: Guard): void {
    if (this.guards.has(guard.id)) this.add(guard)
  }

  /**
   * Hands out `limit` of them to be stored. `putBack` takes back what could not be, as it is in `known` now or,
   * where it was dropped meanwhile, as it was.
   */
  take(
    now: Date,
    limit: number,
    known: ReadonlyMap<string, Guard>,
  ): { states: ReachedState[]; putBack: () => void } {
    const taken: Guard[] = []
    for (const guard of this.guards.values()) {
      if (taken.length === limit) break
      taken.push(guard)
      this.guards.delete(guard.id)
    }
    const putBack = () => {
      for (const guard of taken) if (!this.guards.has(guard.id)) this.add(known.get(guard.id) ?? guard)
    }
    return { states: taken.map((guard) => reachedBy(guard, now)), putBack }
  }
}
