import { describe, expect, it } from 'vitest'
import { createRequestQueue, type RequestPriority } from './request-queue'

describe('request queue', () => {
  it('serves what waits by priority', async () => {
    const queue = createRequestQueue(25, 40)
    const order: string[] = []
    const ask = (priority: RequestPriority) => queue.run(priority, async () => void order.push(priority))
    await Promise.all([ask('quote'), ask('quote'), ask('entry'), ask('exit')])
    expect(order).toEqual(['quote', 'exit', 'entry', 'quote'])
  })

  it('leaves half of the window to trades however much is read in the background', async () => {
    const queue = createRequestQueue(100, 100)
    const order: string[] = []
    const reads = Array.from({ length: 8 }, () =>
      queue.run('refresh', async () => void order.push('refresh')),
    )
    await Promise.resolve()
    const trade = queue.run('entry', async () => void order.push('entry'))
    await trade
    expect(order.filter((name) => name === 'refresh').length).toBeLessThanOrEqual(5)
    await Promise.all(reads)
    expect(order).toHaveLength(9)
  })

  it('never exceeds the cap within any window', async () => {
    const queue = createRequestQueue(100, 60)
    const times: number[] = []
    await Promise.all(
      Array.from({ length: 18 }, () => queue.run('exit', async () => void times.push(performance.now()))),
    )
    for (let i = 6; i < times.length; i++) expect(times[i]! - times[i - 6]!).toBeGreaterThanOrEqual(55)
  })
})
