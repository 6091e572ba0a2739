import { describe, expect, it } from 'vitest'
import { generateSequence } from './generate-sequence'

describe('random sequences', () => {
  const all = Array.from({ length: 200 }, (_, seed) => generateSequence(seed))

  it('are the same for the same seed and differ between seeds', () => {
    expect(generateSequence(7)).toEqual(all[7])
    expect(new Set(all.map((steps) => JSON.stringify(steps))).size).toBe(200)
  })

  it('hold everything that can happen, many times', () => {
    const counts = new Map<string, number>()
    for (const step of all.flat()) {
      const name = step.do === 'fault' ? step.kind : step.do
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    for (const name of ['buy', 'sell', 'jump', 'kill', 'restart', 'drop_transactions', 'hide_status'])
      expect(counts.get(name), name).toBeGreaterThan(20)
  })
})
