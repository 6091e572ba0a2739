import { isCertainlyBelow } from '@/lib/domain/exits/quiet-range'
import type { Guard } from './judge-position'

/**
 * Positions of one market whose trailing stop is active, with their peaks side by side: a new high is compared
 * with all of them without reaching for a single position that it does not concern.
 */
export class TrailingPeaks {
  private readonly guards: Guard[] = []
  private readonly places = new Map<string, number>()
  private peaks = new Float64Array(4)

  /** Takes over what the position's plan has come to. */
  note(guard: Guard): void {
    if (!guard.state.peak) return this.delete(guard.id)
    const place = this.places.get(guard.id) ?? this.guards.length
    if (place === this.peaks.length) {
      const peaks = new Float64Array(2 * place)
      peaks.set(this.peaks)
      this.peaks = peaks
    }
    this.places.set(guard.id, place)
    this.guards[place] = guard
    this.peaks[place] = guard.state.peak.toNumber()
  }

  delete(id: string): void {
    const place = this.places.get(id)
    if (place === undefined) return
    this.places.delete(id)
    const last = this.guards.pop()!
    if (last.id === id) return
    this.guards[place] = last
    this.peaks[place] = this.peaks[this.guards.length]!
    this.places.set(last.id, place)
  }

  /**
   * Those whose peak a spot price as high may raise. From the last to the first, so that others may be deleted
   * meanwhile: what then takes their place has been looked at. Those noted for the first time meanwhile are left out.
   */
  *reachedBy(spot: number): Iterable<Guard> {
    for (let place = this.guards.length - 1; place >= 0; place -= 1)
      if (place < this.guards.length && !isCertainlyBelow(spot, this.peaks[place]!)) yield this.guards[place]!
  }
}
