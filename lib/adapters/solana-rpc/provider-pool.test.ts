import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isAppError } from '@/lib/errors'
import { rpcCall } from './json-rpc'
import { createProvider, ProviderHttpError, type Provider } from './provider'
import { createProviderPool } from './provider-pool'

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
    order: () => pool.ordered().map(({ name }) => name),
  }
}

describe('provider pool', () => {
  it('asks in the order of the list and puts who fails at the back for a while', async () => {
    const { pool, failing, pass, order } = world()
    expect(await pool.call('x', failing('a'))).toBe('b')
    expect(order()).toEqual(['b', 'c', 'a'])
    pass(2_000)
    expect(order()).toEqual(['a', 'b', 'c'])
  })

  it('rests one that keeps failing longer each time, a minute at most, and forgives the first success', async () => {
    const { pool, failing, pass, order } = world()
    for (let round = 0; round < 10; round++) {
      await pool.call('x', failing('a'))
      pass(60_000)
    }
    await pool.call('x', failing('a'))
    pass(59_999)
    expect(order()[0]).toBe('b')
    pass(1)
    await pool.call('x', failing())
    await pool.call('x', failing('a'))
    pass(2_000)
    expect(order()[0]).toBe('a')
  })

  it('F08 rests a limited one as long as it asks, and still asks it when nobody else answers', async () => {
    const { pool, failing, pass, order } = world()
    pool.report(pool.all[0]!, 'x', new ProviderHttpError(429, 'slow down', 20_000))
    pass(19_000)
    expect(order()).toEqual(['b', 'c', 'a'])
    expect(await pool.call('x', failing('b', 'c'))).toBe('a')
  })

  it('passes over one whose budget is used up while others are free, and spreads what must wait', async () => {
    const { pool, order } = world()
    const [a, b, c] = pool.all as [Provider, Provider, Provider]
    const busy = (provider: Provider, calls: number) => {
      for (let n = 0; n < calls; n += 1) provider.ask(rpcCall('getSlot'), z.number()).catch(() => {})
    }
    busy(a, 9)
    expect(order()).toEqual(['a', 'b', 'c'])
    busy(a, 1)
    expect(order()).toEqual(['b', 'c', 'a'])
    busy(b, 12)
    expect(order()).toEqual(['c', 'a', 'b'])
    busy(c, 11)
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

  it('names every failure in the cause', async () => {
    const { pool, failing } = world()
    const error = await pool.call('getSlot', failing('a', 'b', 'c')).catch((caught: unknown) => caught)
    expect(isAppError(error) && error).toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
    expect((error as Error).cause).toMatchObject({ message: 'getSlot: a fails; b fails; c fails' })
  })
})
