import type { Guard } from './judge-position'

/** When positions are to be sold whatever their price. Asking costs nothing before the first of them. */
export class TimeStops {
  private readonly times = new Map<string, Date>()
  private earliest = Infinity

  note({ id, timeStopAt }: Pick<Guard, 'id' | 'timeStopAt'>): void {
    if (!timeStopAt) return this.delete(id)
    this.times.set(id, timeStopAt)
    this.earliest = Math.min(this.earliest, timeStopAt.getTime())
  }

  delete(id: string): void {
    this.times.delete(id)
  }

  /** Ids of those whose time is over. */
  due(now: Date): string[] {
    if (now.getTime() < this.earliest) return []
    const due: string[] = []
    this.earliest = Infinity
    for (const [id, at] of this.times) {
      this.earliest = Math.min(this.earliest, at.getTime())
      if (at <= now) due.push(id)
    }
    return due
  }
}
