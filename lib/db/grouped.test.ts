import { afterEach, describe, expect, it, vi } from 'vitest'
import { inGroups } from './grouped'

afterEach(() => {
  vi.useRealTimers()
})

/** Work that is answered by hand, group by group. */
const heldWork = () => {
  const groups: { items: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = []
  const ask = inGroups(
    (items: readonly number[]) =>
      new Promise<number[]>((resolve, reject) =>
        groups.push({ items, answer: () => resolve(items.map((item) => item * 10)), fail: reject }),
      ),
  )
  const group = async (nth: number) => {
    // Not vi.waitFor, which moves faked time on while it waits.
    while (groups.length <= nth) await new Promise((resolve) => setImmediate(resolve))
    return groups[nth]!
  }
  return { ask, group, groups }
}

describe('asking in groups', () => {
  it('asks together what is asked in one turn, and answers each with its own', async () => {
    const { ask, group, groups } = heldWork()
    const answers = Promise.all([1, 2, 2, 3].map(ask))
    ;(await group(0)).answer()
    expect(await answers).toEqual([10, 20, 20, 30])
    expect(groups.map(({ items }) => items)).toEqual([[1, 2, 2, 3]])
  })

  it('gathers while a group is under way', async () => {
    const { ask, group, groups } = heldWork()
    const first = ask(1)
    const underWay = await group(0)
    const later = [ask(2)]
    await new Promise((resolve) => setImmediate(resolve))
    later.push(ask(3))
    underWay.answer()
    ;(await group(1)).answer()
    expect(await Promise.all([first, ...later])).toEqual([10, 20, 30])
    expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3]])
  })

  it('takes a hundred at most at a time', async () => {
    const { ask, group, groups } = heldWork()
    const answers = Promise.all(Array.from({ length: 250 }, (_, n) => ask(n)))
    for (const nth of [0, 1, 2]) (await group(nth)).answer()
    expect(await answers).toHaveLength(250)
    expect(groups.map(({ items }) => items.length)).toEqual([100, 100, 50])
  })

  it('lets a group that fails fail alone', async () => {
    const { ask, group } = heldWork()
    const failing = Promise.allSettled([ask(1), ask(2)])
    const underWay = await group(0)
    const next = ask(3)
    underWay.fail(new Error('the connection was cut'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    ;(await group(1)).answer()
    expect(await next).toBe(30)
  })

  it('does not wait for a group that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { ask, group, groups } = heldWork()
    const hanging = ask(1)
    await group(0)
    const next = ask(2)
    await vi.advanceTimersByTimeAsync(49)
    await new Promise((resolve) => setImmediate(resolve))
    expect(groups).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    ;(await group(1)).answer()
    expect(await next).toBe(20)
    groups[0]!.answer()
    expect(await hanging).toBe(10)
  })
})
