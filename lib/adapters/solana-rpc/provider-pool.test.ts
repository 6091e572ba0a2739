import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { isAppError } from '@/lib/errors'
import { NodeRefusalError, rpcCall } from './json-rpc'
import { ProviderHttpError } from './node-errors'
import { createProvider, type Provider } from './provider'
import { createProviderPool, createSlotWatch } from './provider-pool'

const world = () => {
  let now = 0
  const providers = ['a', 'b', 'c'].map((name) =>
    createProvider(
      { name, url: 'http://127.0.0.1:9', wsUrl: 'ws://127.0.0.1:9' },
      { rps: 10, timeoutMs: 10 },
    ),
  )
  const pool = createProviderPool(providers, { logger: { warn: () => {} }, now: () => now })
  const failing =
    (...names: string[]) =>
    async ({ name }: Provider) => {
      if (names.includes(name)) throw new Error(`${name} fails`)
      return name
    }
  return {
    pool,
    failing,
    pass: (ms: number) => (now += ms),
    order: () => pool.reads.ordered().map(({ name }) => name),
  }
}

describe('provider pool', () => {
  it('asks in the order of the list, and puts who fails at the back until it has rested and earned its place', async () => {
    const { pool, failing, pass, order } = world()
    expect(await pool.call('x', failing('a'))).toBe('b')
    expect(order()).toEqual(['b', 'c', 'a'])
    pass(2_000)
    expect(order()).toEqual(['b', 'c', 'a'])
    for (let n = 0; n < 30; n += 1) pool.report(pool.all[0]!, 'probe', null)
    expect(order()).toEqual(['a', 'b', 'c'])
  })

  it('rests one that keeps failing longer each time, a minute at most, and forgives the first success', () => {
    const { pool, pass } = world()
    const node = pool.all[0]!
    const rest = () => pool.reads.of(node).restUntil
    const rests = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000].map((ms, nth) => {
      pool.report(node, 'x', new Error('down'))
      pass(ms)
      return rest() === [2, 6, 14, 30, 62, 122, 182][nth]! * 1_000
    })
    expect(rests).not.toContain(false)
    pool.report(node, 'x', null)
    expect(rest()).toBe(0)
    expect(pool.healthy()).toBe(3)
  })

  it('F08 rests a limited one as long as it asks, and still asks it when nobody else answers', async () => {
    const { pool, failing, pass, order } = world()
    pool.report(pool.all[0]!, 'x', new ProviderHttpError(429, 'slow down', 20_000))
    pass(19_000)
    expect(order()).toEqual(['b', 'c', 'a'])
    expect(pool.reads.of(pool.all[0]!).state).toBe('limited')
    expect(await pool.call('x', failing('b', 'c'))).toBe('a')
  })

  it('passes over one whose budget is used up while others are free, and spreads what must wait', async () => {
    const { pool, order } = world()
    const [a, b, c] = pool.all as [Provider, Provider, Provider]
    const busy = (provider: Provider, calls: number) => {
      for (let n = 0; n < calls; n += 1) provider.ask(rpcCall('getSlot'), z.number()).catch(() => {})
    }
    busy(a, 6)
    expect(order()).toEqual(['a', 'b', 'c'])
    busy(a, 1)
    expect(order()).toEqual(['b', 'c', 'a'])
    busy(b, 9)
    expect(order()).toEqual(['c', 'a', 'b'])
    busy(c, 8)
    expect(order()).toEqual(['a', 'c', 'b'])
    pool.report(a, 'x', new Error('down'))
    expect(order()).toEqual(['c', 'b', 'a'])
  })

  it('searches on while the answer is not final, and gives the last one when none is', async () => {
    const { pool } = world()
    const asked: string[] = []
    const ask =
      (final: string) =>
      async ({ name }: Provider) => {
        asked.push(name)
        return { answer: name, final: name === final }
      }
    expect(await pool.search('x', ask('b'))).toBe('b')
    expect(await pool.search('x', ask('nobody'))).toBe('c')
    expect(asked).toEqual(['a', 'b', 'a', 'b', 'c'])
  })

  it('F07 gives the newest answer when none is new enough', async () => {
    const { pool } = world()
    const slots: Record<string, bigint> = { a: 5n, b: 9n, c: 7n }
    const found = pool.search('x', async ({ name }) => ({ answer: name, final: false, slot: slots[name]! }))
    expect(await found).toBe('b')
  })

  it('judges reading and sending apart', async () => {
    const { pool, order } = world()
    const sends = () => pool.sends.ordered().map(({ name }) => name)
    pool.report(pool.all[0]!, 'getSlot', new Error('down'))
    expect([order(), sends()]).toEqual([
      ['b', 'c', 'a'],
      ['a', 'b', 'c'],
    ])
    pool.report(pool.all[1]!, 'sendTransaction', new Error('down'))
    expect([order(), sends()]).toEqual([
      ['b', 'c', 'a'],
      ['a', 'c', 'b'],
    ])
  })

  it('takes a call for wrong when two nodes say so; one alone harms neither the call nor its name', async () => {
    const { pool, order } = world()
    const wrong =
      (...names: string[]) =>
      async ({ name }: Provider) => {
        if (names.includes(name)) throw new NodeRefusalError('x', -32602, 'unknown address table')
        return name
      }
    expect(await pool.call('x', wrong('a'))).toBe('b')
    expect(order()).toEqual(['a', 'b', 'c'])
    await expect(pool.call('x', wrong('a', 'b'))).rejects.toThrow('unknown address table')
    const alone = createProviderPool(pool.all.slice(0, 1), { logger: { warn: () => {} }, now: () => 0 })
    await expect(alone.call('x', wrong('a'))).rejects.toThrow('unknown address table')
  })

  it('names every failure in the cause', async () => {
    const { pool, failing } = world()
    const error = await pool.call('getSlot', failing('a', 'b', 'c')).catch((caught: unknown) => caught)
    expect(isAppError(error) && error).toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
    expect((error as Error).cause).toMatchObject({ message: 'getSlot: a fails; b fails; c fails' })
  })
})

describe('slot lag', () => {
  const lagging = () => {
    const slots = createSlotWatch(() => 0)
    const providers = ['a', 'b'].map((name) =>
      createProvider(
        { name, url: 'http://127.0.0.1:9', wsUrl: 'ws://127.0.0.1:9' },
        { rps: 10, timeoutMs: 10 },
      ),
    )
    const pool = createProviderPool(providers, { logger: { warn: () => {} }, now: () => 0, slots })
    const tells = (node: string, slot: bigint) => slots.observe(node)(slot)
    return { pool, slots, tells, order: () => pool.reads.ordered().map(({ name }) => name) }
  }

  it('F07 reads from a node far behind, however fast it is, only when every other fails, until it has caught up', async () => {
    const { pool, tells, order } = lagging()
    tells('a', 1_000n)
    tells('b', 900n)
    pool.reads.tookMs(pool.all[0]!, 500)
    pool.reads.tookMs(pool.all[1]!, 1)
    expect(order()).toEqual(['a', 'b'])
    expect(await pool.call('balances', async ({ name }) => name)).toBe('a')
    pool.report(pool.all[0]!, 'x', new Error('down'))
    expect(order()).toEqual(['a', 'b'])
    const asked = pool.call('balances', async ({ name }) => {
      if (name === 'a') throw new Error('down')
      return name
    })
    expect(await asked).toBe('b')
    tells('b', 992n)
    expect(order()).toEqual(['a', 'b'])
    tells('b', 996n)
    expect(order()).toEqual(['b', 'a'])
  })

  it('F07 never asks one that is behind beside another that lets wait', async () => {
    vi.useFakeTimers()
    const { pool, tells } = lagging()
    tells('a', 1_000n)
    tells('b', 900n)
    const told = pool.call('balances', async ({ name }) => {
      if (name === 'a') await new Promise((resolve) => setTimeout(resolve, 2_000))
      return name
    })
    await vi.advanceTimersByTimeAsync(2_000)
    vi.useRealTimers()
    expect(await told).toBe('a')
  })

  it('compares with what was known before the node was asked: an answer under way is no lag', () => {
    const { pool, slots, tells } = lagging()
    const answer = slots.observe('b')
    tells('a', 1_000n)
    answer(980n)
    expect(pool.reads.of(pool.all[1]!)).toMatchObject({ slotLag: 0, state: 'healthy' })
    expect(pool.tip()).toBe(1_000n)
  })
})
