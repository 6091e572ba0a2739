import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolCodec } from '@/lib/ports/pool-codec'
import { createPoolWatch } from './pool-watch'

const layout = {
  address: 'pool',
  program: 'amm',
  mints: ['A', 'B'],
  live: ['x', 'y'],
  others: ['pool'],
} as const
/** The "price" is just which swap each vault shows: equal numbers are a state that existed. */
const codec = {
  program: 'amm',
  layout: () => layout,
  stands: () => true,
  snapshot: (_, accounts: ReadonlyMap<string, AccountUpdate>) =>
    ({
      baseReserve: BigInt(accounts.get('x')!.data[0]!),
      quoteReserve: BigInt(accounts.get('y')!.data[0]!),
    }) as never,
} satisfies PoolCodec
const update = (address: string, value: number, slot: number): AccountUpdate => ({
  address,
  owner: 'amm',
  data: Uint8Array.from([value]),
  slot: BigInt(slot),
  lamports: 1n,
})
const open = (seen: string[]) => {
  const accounts = ['x', 'y', 'pool'].map((address) => update(address, 0, 1))
  const watch = createPoolWatch({
    ...{ layout, mint: 'A', codec, moved: () => {}, now: () => new Date() },
    accounts: new Map(accounts.map((account) => [account.address, account])),
    changed: () => {
      const { baseReserve, quoteReserve } = watch.snapshot('A')!
      seen.push(`${baseReserve}/${quoteReserve}`)
    },
  })
  return watch
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('pool watch', () => {
  it('shows only states that existed, whatever the order in which the vaults of swaps arrive', () => {
    const swaps = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(swaps, fc.infiniteStream(fc.boolean()), (steps, coin) => {
        let slot = 2
        const slots = steps.map((step) => (slot += step))
        const queues = {
          x: slots.map((at, index) => update('x', index + 1, at)),
          y: slots.map((at, index) => update('y', index + 1, at)),
        }
        const seen: string[] = []
        const watch = open(seen)
        while (queues.x.length + queues.y.length > 0) {
          const first = coin.next().value ? queues.x : queues.y
          watch.apply((first.length > 0 ? first : first === queues.x ? queues.y : queues.x).shift()!)
        }
        for (const state of seen) {
          const [x, y] = state.split('/')
          expect(x).toBe(y)
        }
        vi.advanceTimersByTime(100)
        const last = watch.snapshot('A')!
        expect([last.baseReserve, last.quoteReserve]).toEqual([BigInt(steps.length), BigInt(steps.length)])
        expect(watch.slot()).toBe(BigInt(slot))
        watch.close()
      }),
    )
  })

  it('tells of a change of its settings at once where the vaults are as new, else after the wait', () => {
    const seen: string[] = []
    const watch = open(seen)
    watch.apply(update('pool', 1, 1))
    expect(seen).toEqual(['0/0'])
    watch.apply(update('pool', 2, 5))
    expect(seen).toHaveLength(1)
    vi.advanceTimersByTime(100)
    expect(seen).toEqual(['0/0', '0/0'])
    watch.apply(update('pool', 3, 6))
    watch.apply(update('x', 1, 6))
    watch.apply(update('y', 1, 6))
    expect(seen.at(-1)).toBe('1/1')
    vi.advanceTimersByTime(1_000)
    expect(seen).toHaveLength(3)
  })

  it('says nothing when an account is delivered again unchanged', () => {
    const seen: string[] = []
    const watch = open(seen)
    for (const address of ['x', 'y', 'pool']) watch.apply(update(address, 0, 9))
    vi.advanceTimersByTime(1_000)
    expect(seen).toEqual([])
    expect(watch.slot()).toBe(9n)
    watch.apply(update('x', 7, 8))
    vi.advanceTimersByTime(1_000)
    expect(seen).toEqual([])
  })

  it('takes accounts read together as one state, and none that is older than what it knows', () => {
    const seen: string[] = []
    const watch = open(seen)
    watch.apply(update('x', 3, 7))
    watch.applyTogether(
      new Map([update('x', 4, 8), update('y', 4, 8)].map((account) => [account.address, account])),
    )
    expect(watch.snapshot('A')).toMatchObject({ baseReserve: 4n, quoteReserve: 4n })
    watch.applyTogether(
      new Map([update('x', 1, 6), update('y', 1, 6)].map((account) => [account.address, account])),
    )
    expect(watch.snapshot('A')).toMatchObject({ baseReserve: 4n, quoteReserve: 4n })
    watch.close()
  })
})
