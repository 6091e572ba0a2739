import { describe, expect, it } from 'vitest'
import { createHourlyBudget } from './hourly-budget'

const open = () => {
  let time = 1_000_000
  const budget = createHourlyBudget(() => time)
  const takeAll = (priority: 'exit' | 'entry' | 'quote' | 'refresh'): number => {
    let count = 0
    while (count < 2_000 && budget.take(priority).ok) count++
    return count
  }
  return { budget, takeAll, pass: (ms: number) => void (time += ms), at: () => time }
}

describe('hourly budget', () => {
  it('leaves half to trades, a quarter to entries and exits, a tenth to exits, which are always tried', () => {
    const { takeAll } = open()
    expect(takeAll('refresh')).toBe(500)
    expect(takeAll('quote')).toBe(250)
    expect(takeAll('entry')).toBe(150)
    expect(takeAll('exit')).toBe(2_000)
  })

  it('slides: an hour later everything is there again, and until then it says how long that takes', () => {
    const { budget, takeAll, pass } = open()
    takeAll('refresh')
    pass(600_000)
    expect(budget.take('refresh')).toEqual({ ok: false, waitMs: 3_000_000 })
    pass(3_000_000)
    expect(takeAll('refresh')).toBe(500)
  })

  it('believes the vendor, whose limit counts others with the same key too', () => {
    const { budget, takeAll, pass, at } = open()
    const headers = (remaining: number, limit = 1_000) => ({
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(at() / 1_000 + 60),
    })
    budget.learn(headers(502))
    expect(takeAll('refresh')).toBe(2)
    pass(61_000)
    expect(takeAll('refresh')).toBe(498)
    budget.learn(headers(100_000, 100_000))
    expect(takeAll('refresh')).toBe(2_000)
  })
})
