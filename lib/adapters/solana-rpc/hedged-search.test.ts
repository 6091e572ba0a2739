import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Found, searchNodes } from './hedged-search'
import { idleNode } from './idle-node.fixture'
import type { Provider } from './provider'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const nodes = ['a', 'b', 'c'].map((name): Provider => ({ name, ...idleNode, ask: () => Promise.reject() }))

type Answer = Found<string> | Error | 'hangs'

const search = (answers: Record<string, [afterMs: number, Answer]>, mayHedge = true) => {
  const told: string[] = []
  const found = searchNodes<string>(nodes, {
    ask: async ({ name }) => {
      told.push(`ask ${name}`)
      const [afterMs, answer] = answers[name]!
      if (answer === 'hangs') return new Promise(() => {})
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      if (answer instanceof Error) throw answer
      return answer
    },
    patienceMs: () => 100,
    mayHedge: () => mayHedge,
    onOverdue: ({ name }) => {
      told.push(`${name} overdue`)
      return () => void told.push(`${name} no more`)
    },
    onAnswer: ({ name }) => void told.push(`${name} answered`),
    onError: ({ name }) => void told.push(`${name} failed`),
    isFatal: (error) => (error as Error).message === 'fatal',
  })
  return { told, found }
}
const final = (answer: string): Found<string> => ({ answer, final: true })

describe('asking nodes', () => {
  it('asks the next at once after a failure, and beside one that lets wait', async () => {
    const { told, found } = search({ a: [10, new Error('down')], b: [0, 'hangs'], c: [5, final('c')] })
    await vi.advanceTimersByTimeAsync(114)
    expect(told).toEqual(['ask a', 'a failed', 'ask b', 'b overdue', 'ask c'])
    await vi.advanceTimersByTimeAsync(1)
    expect((await found).found?.answer).toBe('c')
  })

  it('takes the first answer and hears the slow one out', async () => {
    const { told, found } = search({ a: [150, final('a')], b: [200, final('b')], c: [0, final('c')] })
    await vi.advanceTimersByTimeAsync(150)
    expect((await found).found?.answer).toBe('a')
    await vi.advanceTimersByTimeAsync(500)
    expect(told).toEqual([
      'ask a',
      'a overdue',
      'ask b',
      'a answered',
      'a no more',
      'b overdue',
      'b answered',
      'b no more',
    ])
  })

  it('waits for what is under way before it gives up', async () => {
    const old = (answer: string, slot: bigint): Found<string> => ({ answer, final: false, slot })
    const { found } = search({ a: [300, old('a', 9n)], b: [5, old('b', 7n)], c: [5, new Error('down')] })
    await vi.advanceTimersByTimeAsync(300)
    expect((await found).found?.answer).toBe('a')
  })

  it('does not ask twice where that is not allowed', async () => {
    const { told, found } = search({ a: [900, final('a')], b: [0, final('b')], c: [0, final('c')] }, false)
    await vi.advanceTimersByTimeAsync(900)
    expect((await found).found?.answer).toBe('a')
    expect(told.filter((line) => line.startsWith('ask'))).toEqual(['ask a'])
  })

  it('ends at once with an error of ours', async () => {
    const { told, found } = search({ a: [5, new Error('fatal')], b: [0, final('b')], c: [0, final('c')] })
    const caught = found.catch((error: Error) => error.message)
    await vi.advanceTimersByTimeAsync(5)
    expect(await caught).toBe('fatal')
    expect(told).toEqual(['ask a'])
  })
})
