import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TriggerForest } from './trigger-forest'

const NODES = 200
const step = fc.oneof(
  fc.record({
    do: fc.constant('plant' as const),
    heap: fc.nat(3),
    key: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true })),
  }),
  fc.record({ do: fc.constant('remove' as const), node: fc.integer({ min: 1, max: NODES }) }),
  fc.record({
    do: fc.constant('rekey' as const),
    node: fc.integer({ min: 1, max: NODES }),
    key: fc.integer({ min: -5, max: 5 }),
  }),
  fc.record({ do: fc.constant('meld' as const), heap: fc.nat(3), into: fc.nat(3) }),
)

describe('trigger forest', () => {
  it('is four sorted lists, whatever is planted, rekeyed, removed and melded', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: NODES }), fc.double({ noNaN: true }), (steps, limit) => {
        const forest = new TriggerForest(8)
        const roots = [0, 0, 0, 0]
        const lists: Map<number, number>[] = roots.map(() => new Map())
        forest.grow(NODES)
        for (const [place, action] of steps.entries()) {
          if (action.do === 'plant') {
            const node = place + 1
            roots[action.heap] = forest.meld(roots[action.heap]!, forest.plant(node, action.key))
            lists[action.heap]!.set(node, action.key)
          } else if (action.do === 'remove') {
            const heap = lists.findIndex((list) => list.has(action.node))
            expect(forest.has(action.node)).toBe(heap >= 0)
            if (heap < 0) continue
            roots[heap] = forest.remove(roots[heap]!, action.node)
            lists[heap]!.delete(action.node)
          } else if (action.do === 'rekey') {
            const list = lists.find((list) => list.has(action.node))
            if (list && forest.rekey(action.node, action.key)) list.set(action.node, action.key)
          } else if (action.heap !== action.into) {
            roots[action.into] = forest.meld(roots[action.into]!, roots[action.heap]!)
            for (const [node, key] of lists[action.heap]!) lists[action.into]!.set(node, key)
            roots[action.heap] = 0
            lists[action.heap]!.clear()
          }
        }
        for (const [heap, list] of lists.entries()) {
          const found: number[] = []
          forest.reach(roots[heap]!, 1, limit, found)
          const reached = [...list].filter(([, key]) => key >= limit).map(([node]) => node)
          expect(found.sort((a, b) => a - b)).toEqual(reached.sort((a, b) => a - b))
          for (const [node, key] of list) expect(forest.isAt(node, limit)).toBe(key >= limit)
          if (list.size > 0) expect(forest.key(roots[heap]!)).toBe(Math.max(...list.values()))
          else expect(roots[heap]).toBe(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('takes a long run of rising or falling keys without deep recursion', () => {
    for (const direction of [1, -1]) {
      const nodes = 200_000
      const forest = new TriggerForest(nodes)
      let root = 0
      for (let node = 1; node <= nodes; node += 1)
        root = forest.meld(root, forest.plant(node, node * direction))
      const found: number[] = []
      forest.reach(root, 1, -Infinity, found)
      expect(found).toHaveLength(nodes)
      for (let node = nodes; node > 0; node -= 1) root = forest.remove(root, node)
      expect(root).toBe(0)
    }
  })
})
