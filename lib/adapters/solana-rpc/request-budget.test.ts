import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CallLevel, createRequestBudget } from './request-budget'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the request budget of a node', () => {
  it('never starts more within any second', async () => {
    const budget = createRequestBudget(5)
    const times: number[] = []
    const start = () => budget.run('urgent', async () => void times.push(performance.now()))
    void start()
    await vi.advanceTimersByTimeAsync(700)
    for (let n = 0; n < 20; n += 1) void start()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(times).toHaveLength(21)
    for (let n = 5; n < times.length; n += 1) expect(times[n]! - times[n - 5]!).toBeGreaterThanOrEqual(1_000)
    expect(times.at(-1)! - times[0]!).toBeLessThan(5_010)
  })

  it('lets go first what a stop waits for, then what a transaction does, then polls, then copies, each in the order they came', async () => {
    const budget = createRequestBudget(1)
    const order: string[] = []
    const ask = (level: CallLevel, nth: number) => budget.run(level, async () => void order.push(level + nth))
    for (const nth of [1, 2])
      for (const level of ['other', 'copy', 'poll', 'urgent', 'look'] as const) void ask(level, nth)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(order.join(' ')).toBe('other1 look1 look2 urgent1 urgent2 poll1 poll2 copy1 copy2 other2')
  })

  it('tells how much waits, and for how long whom', async () => {
    const budget = createRequestBudget(2)
    expect(budget.backlog()).toBe(0)
    const ask = (level: CallLevel) => void budget.run(level, async () => {})
    ask('other')
    expect(budget.backlog()).toBe(0)
    ask('other')
    expect(budget.backlog()).toBe(1)
    ask('other')
    ask('urgent')
    expect(budget.backlog()).toBe(3)
    expect((['urgent', 'copy', 'other'] as const).map(budget.delayMs)).toEqual([500, 500, 1_000])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(budget.backlog()).toBe(0)
    expect(budget.delayMs('other')).toBe(0)
  })

  it('F08 keeps three in ten for exits and what is under way, which a waiting entry does not hold up', async () => {
    const budget = createRequestBudget(10)
    const started: string[] = []
    const ask = (level: CallLevel) => budget.run(level, async () => void started.push(level))
    for (let n = 0; n < 10; n += 1) void ask('other')
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toHaveLength(7)
    for (let n = 0; n < 4; n += 1) void ask('urgent')
    await vi.advanceTimersByTimeAsync(0)
    expect(started.slice(7)).toEqual(['urgent', 'urgent', 'urgent'])
    expect(budget.usage()).toEqual({ used: 10, waiting: 4, perSecond: 10 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(started[10]).toBe('urgent')
    expect(started).toHaveLength(14)
  })

  it('F08 turns entries away that would wait long, never exits', async () => {
    const budget = createRequestBudget(2)
    const ask = (level: CallLevel) => budget.run(level, async () => level)
    const urgent = Array.from({ length: 8 }, () => ask('urgent'))
    await expect(ask('entry')).rejects.toThrow('kept for exits')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await Promise.all(urgent)).toHaveLength(8)
    const entry = ask('entry')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await entry).toBe('entry')
  })

  it('hands on what a task answers and how it fails', async () => {
    const budget = createRequestBudget(2)
    expect(await budget.run('other', async () => 7)).toBe(7)
    await expect(budget.run('other', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
