const NOBODY = 0

/**
 * Many heaps in one set of flat arrays: nodes are small integers from 1, a heap is the node at its root,
 * 0 the empty heap, and the highest key is on top. Leftist trees (Crane 1972): melding two heaps and
 * removing any node cost O(log n), and since each node has at most two children, naming those above a
 * limit costs O(named). A node is in one heap of a forest at a time.
 */
export class TriggerForest {
  private keys: Float64Array
  private left: Int32Array
  private right: Int32Array
  private parent: Int32Array
  /** Nodes on the shortest way out below, itself included; 0 for a node in no heap. */
  private rank: Uint8Array

  constructor(nodes: number) {
    this.keys = new Float64Array(nodes + 1)
    this.left = new Int32Array(nodes + 1)
    this.right = new Int32Array(nodes + 1)
    this.parent = new Int32Array(nodes + 1)
    this.rank = new Uint8Array(nodes + 1)
  }

  /** Makes room for nodes up to `nodes`. */
  grow(nodes: number): void {
    this.keys = copied(this.keys, new Float64Array(nodes + 1))
    this.left = copied(this.left, new Int32Array(nodes + 1))
    this.right = copied(this.right, new Int32Array(nodes + 1))
    this.parent = copied(this.parent, new Int32Array(nodes + 1))
    this.rank = copied(this.rank, new Uint8Array(nodes + 1))
  }

  has(node: number): boolean {
    return this.rank[node] !== 0
  }

  key(node: number): number {
    return this.keys[node]!
  }

  /** Whether the node is in a heap with a key of at least `limit`. */
  isAt(node: number, limit: number): boolean {
    return this.rank[node] !== 0 && this.keys[node]! >= limit
  }

  /** A heap of one. */
  plant(node: number, key: number): number {
    this.keys[node] = key
    this.rank[node] = 1
    return node
  }

  /** One heap of two. */
  meld(a: number, b: number): number {
    if (a === NOBODY) return b
    if (b === NOBODY) return a
    const top = this.keys[a]! >= this.keys[b]! ? a : b
    const below = this.meld(this.right[top]!, top === a ? b : a)
    this.right[top] = below
    this.parent[below] = top
    this.leanLeft(top)
    return top
  }

  /** The heap without the node. */
  remove(root: number, node: number): number {
    const above = this.parent[node]!
    const below = this.meld(this.left[node]!, this.right[node]!)
    if (below !== NOBODY) this.parent[below] = above
    this.left[node] = this.right[node] = this.parent[node] = this.rank[node] = 0
    if (above === NOBODY) return below
    if (this.left[above] === node) this.left[above] = below
    else this.right[above] = below
    // Ranks grow by one a step where they change, so this ends within log n steps.
    for (let place = above; place !== NOBODY && this.leanLeft(place); place = this.parent[place]!);
    return root
  }

  /** Gives the node another key where the heap's order allows it as it stands; false where it does not. O(1). */
  rekey(node: number, key: number): boolean {
    const [above, a, b] = [this.parent[node]!, this.left[node]!, this.right[node]!]
    if (above !== NOBODY && this.keys[above]! < key) return false
    if (a !== NOBODY && this.keys[a]! > key) return false
    if (b !== NOBODY && this.keys[b]! > key) return false
    this.keys[node] = key
    return true
  }

  /** Adds to `found` each node of the heap with key * scale >= limit. */
  reach(root: number, scale: number, limit: number, found: number[]): void {
    const { keys, left, right } = this
    if (root === NOBODY || keys[root]! * scale < limit) return
    let next = found.push(root) - 1
    for (; next < found.length; next += 1) {
      const node = found[next]!
      const a = left[node]!
      if (a !== NOBODY && keys[a]! * scale >= limit) found.push(a)
      const b = right[node]!
      if (b !== NOBODY && keys[b]! * scale >= limit) found.push(b)
    }
  }

  /** Puts the shorter side right. True if the node's rank changed. */
  private leanLeft(node: number): boolean {
    const a = this.left[node]!
    const b = this.right[node]!
    const swapped = this.rank[a]! < this.rank[b]!
    if (swapped) {
      this.left[node] = b
      this.right[node] = a
    }
    const rank = this.rank[swapped ? a : b]! + 1
    if (this.rank[node] === rank) return false
    this.rank[node] = rank
    return true
  }
}

const copied = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
  to.set(from)
  return to
}
