import { TriggerForest } from './trigger-forest'

const NOBODY = 0

/** Of one token: its groups by peak, lowest first, and by the price at which one of them fires. */
export type TrailRoots = { peaks: number; falls: number }

export const noTrails = (): TrailRoots => ({ peaks: NOBODY, falls: NOBODY })

/**
 * Trailing stops, in groups that share a peak. A new high raises every lower peak to itself, so all those
 * groups become one and stay one: a group is raised without touching its members, and each merge is paid
 * for by the position that once founded the group. A fall reaches a group at peak * its highest factor.
 * Which group a position is in is a union-find by rank. All amortised O(log n); falls O(named).
 */
export class TrailGroups {
  private readonly members: TriggerForest
  private readonly peaks: TriggerForest
  private readonly falls: TriggerForest
  private groupOf: Int32Array
  /** Of each group: the position with the highest factor, on top of the heap of its members. */
  private heads: Int32Array
  /** The group that took this one in, or none. */
  private absorbers: Int32Array
  private ranks: Uint8Array
  /** Members and absorbed groups that still point here; a group without any is free again. */
  private references: Int32Array
  private readonly freed: number[] = []
  private used = 0
  private room: number

  constructor(positions: number) {
    this.room = 16
    this.members = new TriggerForest(positions)
    this.groupOf = new Int32Array(positions + 1)
    this.peaks = new TriggerForest(this.room)
    this.falls = new TriggerForest(this.room)
    this.heads = new Int32Array(this.room + 1)
    this.absorbers = new Int32Array(this.room + 1)
    this.ranks = new Uint8Array(this.room + 1)
    this.references = new Int32Array(this.room + 1)
  }

  /** Makes room for positions up to `positions`. */
  grow(positions: number): void {
    this.members.grow(positions)
    const groupOf = new Int32Array(positions + 1)
    groupOf.set(this.groupOf)
    this.groupOf = groupOf
  }

  /** Groups not yet free, absorbed ones included. */
  get groups(): number {
    return this.used - this.freed.length
  }

  has(position: number): boolean {
    return this.members.has(position)
  }

  factorOf(position: number): number {
    return this.members.key(position)
  }

  peakOf(position: number): number {
    return -this.peaks.key(this.find(position))
  }

  /** A spot price above it raises a peak. */
  lowestPeak({ peaks }: TrailRoots): number {
    return peaks === NOBODY ? Infinity : -this.peaks.key(peaks)
  }

  /** A spot price down to it is reached by a trailing stop. */
  highestFall({ falls }: TrailRoots): number {
    return falls === NOBODY ? -Infinity : this.falls.key(falls)
  }

  add(roots: TrailRoots, position: number, factor: number, peak: number): void {
    const group = this.found()
    this.heads[group] = this.members.plant(position, factor)
    this.references[group] = 1
    this.groupOf[position] = group
    this.enter(roots, group, peak)
  }

  remove(roots: TrailRoots, position: number): void {
    const group = this.find(position)
    const head = this.heads[group]!
    const next = this.members.remove(head, position)
    if (next !== head) {
      const peak = -this.peaks.key(group)
      this.leave(roots, group)
      this.heads[group] = next
      if (next !== NOBODY) this.enter(roots, group, peak)
    }
    this.groupOf[position] = NOBODY
    this.release(group)
  }

  /** Makes the spot price the peak of every group below it. False if there was none. */
  raise(roots: TrailRoots, spot: number): boolean {
    const lowest = roots.peaks
    if (this.lowestPeak(roots) >= spot) return false
    if (this.peaks.rekey(lowest, -spot)) {
      this.moveFall(roots, lowest, spot)
      return true
    }
    let raised = NOBODY
    while (roots.peaks !== NOBODY && -this.peaks.key(roots.peaks) < spot) {
      const group = roots.peaks
      this.leave(roots, group)
      raised = raised === NOBODY ? group : this.unite(raised, group)
    }
    this.enter(roots, raised, spot)
    return true
  }

  /** Adds to `found` the positions that fire at this spot price. */
  reach(roots: TrailRoots, spot: number, found: number[]): void {
    if (roots.falls === NOBODY || this.falls.key(roots.falls) < spot) return
    const groups: number[] = []
    this.falls.reach(roots.falls, 1, spot, groups)
    for (const group of groups) this.members.reach(this.heads[group]!, -this.peaks.key(group), spot, found)
  }

  private enter(roots: TrailRoots, group: number, peak: number): void {
    const fall = this.members.key(this.heads[group]!) * peak
    roots.peaks = this.peaks.meld(roots.peaks, this.peaks.plant(group, -peak))
    roots.falls = this.falls.meld(roots.falls, this.falls.plant(group, fall))
  }

  private moveFall(roots: TrailRoots, group: number, peak: number): void {
    const fall = this.members.key(this.heads[group]!) * peak
    if (this.falls.rekey(group, fall)) return
    const rest = this.falls.remove(roots.falls, group)
    roots.falls = this.falls.meld(rest, this.falls.plant(group, fall))
  }

  private leave(roots: TrailRoots, group: number): void {
    roots.peaks = this.peaks.remove(roots.peaks, group)
    roots.falls = this.falls.remove(roots.falls, group)
  }

  private unite(a: number, b: number): number {
    const [taker, taken] = this.ranks[a]! >= this.ranks[b]! ? [a, b] : [b, a]
    if (this.ranks[taker] === this.ranks[taken]) this.ranks[taker]! += 1
    this.heads[taker] = this.members.meld(this.heads[taker]!, this.heads[taken]!)
    this.heads[taken] = NOBODY
    this.absorbers[taken] = taker
    this.references[taker]! += 1
    return taker
  }

  /** The group a position is in now. Points the position straight at it, so absorbed groups become free. */
  private find(position: number): number {
    const first = this.groupOf[position]!
    let group = first
    while (this.absorbers[group] !== NOBODY) group = this.absorbers[group]!
    if (group !== first) {
      this.groupOf[position] = group
      this.references[group]! += 1
      this.release(first)
    }
    return group
  }

  private release(group: number): void {
    for (let next = group; next !== NOBODY && (this.references[next]! -= 1) === 0;) {
      const absorber = this.absorbers[next]!
      this.absorbers[next] = NOBODY
      this.ranks[next] = 0
      this.freed.push(next)
      next = absorber
    }
  }

  private found(): number {
    const again = this.freed.pop()
    if (again !== undefined) return again
    if (this.used === this.room) this.growGroups(Math.ceil(this.room * 1.5))
    this.used += 1
    return this.used
  }

  private growGroups(room: number): void {
    this.room = room
    this.peaks.grow(room)
    this.falls.grow(room)
    const [heads, absorbers, ranks, references] = [this.heads, this.absorbers, this.ranks, this.references]
    this.heads = new Int32Array(room + 1)
    this.heads.set(heads)
    this.absorbers = new Int32Array(room + 1)
    this.absorbers.set(absorbers)
    this.ranks = new Uint8Array(room + 1)
    this.ranks.set(ranks)
    this.references = new Int32Array(room + 1)
    this.references.set(references)
  }
}
