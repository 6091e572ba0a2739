import { describe, expect, it } from 'vitest'
import { createOwnStarts } from './own-starts'

const caps = { exit: 3, entry: 2, quote: 2, refresh: 1 }
const none = { exit: 0, entry: 0, quote: 0, refresh: 0 }

describe('what a process starts on its own', () => {
  it('counts what was started with leave too, and opens as the window moves on', () => {
    const own = createOwnStarts(1_000)
    own.started(0, 2, true)
    expect(own.alone(10, 0, { ...none, exit: 5, quote: 5 }, caps)).toEqual({
      granted: { ...none, exit: 1 },
      waitMs: 990,
    })
    expect(own.alone(1_000, 0, { ...none, quote: 5 }, caps).granted.quote).toBe(2)
  })

  it('counts from a moment on where it is told to', () => {
    const own = createOwnStarts(1_000)
    own.started(0, 3, true)
    own.started(100, 1, false)
    expect(own.alone(200, 50, { ...none, exit: 5 }, caps).granted.exit).toBe(2)
  })

  it('serves the most urgent first', () => {
    const own = createOwnStarts(1_000)
    expect(own.alone(0, 0, { exit: 1, entry: 1, quote: 1, refresh: 1 }, caps).granted).toEqual({
      ...none,
      exit: 1,
      entry: 1,
    })
  })

  it('tells later what it started without leave, in few words and never as longer ago than it was', () => {
    const own = createOwnStarts(1_000)
    own.started(0, 1, true)
    for (let at = 100; at < 600; at += 1) own.started(at, 1, false)
    const told = own.untold(600)
    expect(told.length).toBeLessThanOrEqual(21)
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(500)
    expect(Math.max(...told.map(({ agoMs }) => agoMs))).toBeLessThanOrEqual(500)
    own.allTold()
    expect(own.untold(600)).toEqual([])
  })
})
