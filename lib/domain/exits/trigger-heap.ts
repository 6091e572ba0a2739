/**
 * Binary heap of ids ordered by an approximate price, with removal by id. `direction` 1 keeps the
 * lowest key on top (targets above the market), -1 the highest (stops below it).
 * push, remove: O(log n). peek: O(1).
 */
export class TriggerHeap {
  private readonly ids: string[] = []
  private readonly keys: number[] = []
  private readonly places = new Map<string, number>()

  constructor(private readonly direction: 1 | -1) {}

  get size(): number {
    return this.ids.length
  }

  has(id: string): boolean {
    return this.places.has(id)
  }

  top(): { id: string; key: number } | null {
    return this.ids.length === 0 ? null : { id: this.ids[0]!, key: this.keys[0]! * this.direction }
  }

  push(id: string, key: number): void {
    this.remove(id)
    const place = this.ids.length
    this.ids.push(id)
    this.keys.push(key * this.direction)
    this.places.set(id, place)
    this.rise(place)
  }

  remove(id: string): boolean {
    const place = this.places.get(id)
    if (place === undefined) return false
    const last = this.ids.length - 1
    this.swap(place, last)
    this.ids.pop()
    this.keys.pop()
    this.places.delete(id)
    if (place < last) {
      this.rise(place)
      this.sink(place)
    }
    return true
  }

  /** Every id the price has reached: key <= price for targets, key >= price for stops. O(hits). */
  reached(price: number): string[] {
    const bound = price * this.direction
    const found: string[] = []
    const open = this.ids.length > 0 ? [0] : []
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (this.keys[place]! > bound) continue
      found.push(this.ids[place]!)
      const left = 2 * place + 1
      if (left < this.ids.length) open.push(left)
      if (left + 1 < this.ids.length) open.push(left + 1)
    }
    return found
  }

  private rise(place: number): void {
    for (let child = place; child > 0;) {
      const parent = (child - 1) >> 1
      if (this.keys[parent]! <= this.keys[child]!) return
      this.swap(parent, child)
      child = parent
    }
  }

  private sink(place: number): void {
    for (let parent = place; ;) {
      const left = 2 * parent + 1
      if (left >= this.ids.length) return
      const right = left + 1
      const child = right < this.ids.length && this.keys[right]! < this.keys[left]! ? right : left
      if (this.keys[parent]! <= this.keys[child]!) return
      this.swap(parent, child)
      parent = child
    }
  }

  private swap(a: number, b: number): void {
    if (a === b) return
    const [idA, idB, keyA, keyB] = [this.ids[a]!, this.ids[b]!, this.keys[a]!, this.keys[b]!]
    this.ids[a] = idB
    this.ids[b] = idA
    this.keys[a] = keyB
    this.keys[b] = keyA
    this.places.set(idB, a)
    this.places.set(idA, b)
  }
}
