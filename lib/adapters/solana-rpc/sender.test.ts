import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { NodeRefusalError, type RpcCall } from './json-rpc'
import type { Provider } from './provider'
import { createProviderPool } from './provider-pool'
import { createSender } from './sender'

type Told = { node: string; call: RpcCall }

const world = (nodes: { name: string; copyDelayMs?: number; error?: Error }[]) => {
  const told: Told[] = []
  const providers = nodes.map(({ name, copyDelayMs = 0, error }, place): Provider => ({
    name,
    tier: 1,
    wsUrl: '',
    budget: {
      backlog: () => (copyDelayMs > 0 ? place + 1 : 0),
      delayMs: () => copyDelayMs,
      usage: () => ({ used: 0, waiting: 0, perSecond: 1 }),
    },
    ask: async (call, schema) => {
      told.push({ node: name, call })
      if (error) throw error
      return schema.parse('signature')
    },
  }))
  const pool = createProviderPool(providers, { logger: { warn: () => {} }, now: () => 0 })
  return { told, pool, send: () => createSender(pool).send(new Uint8Array([1, 2, 3])) }
}

describe('sending the same bytes', () => {
  it('F05 goes to three nodes in one body, the first before what other transactions wait for', async () => {
    const { told, send } = world(['a', 'b', 'c', 'd'].map((name) => ({ name })))
    expect(await send()).toEqual({ accepted: 3, errors: [] })
    expect(told.map(({ node, call }) => [node, call.level])).toEqual([
      ['a', undefined],
      ['b', 'copy'],
      ['c', 'copy'],
    ])
    expect(new Set(told.map(({ call }) => call.body)).size).toBe(1)
    expect(JSON.parse(told[0]!.call.body)).toMatchObject({
      method: 'sendTransaction',
      params: ['AQID', { skipPreflight: true, maxRetries: 0, preflightCommitment: 'processed' }],
    })
  })

  it('leaves out copies that would leave after the next round, never the first', async () => {
    const { told, send } = world(['a', 'b', 'c'].map((name) => ({ name, copyDelayMs: 2_000 })))
    expect(await send()).toMatchObject({ accepted: 1 })
    expect(told.map(({ node }) => node)).toEqual(['a'])
    const mixed = world([{ name: 'a', copyDelayMs: 9_000 }, { name: 'b' }, { name: 'c' }])
    await mixed.send()
    expect(mixed.told.map(({ node }) => node)).toEqual(['b', 'c'])
  })

  it('asks those left out one after the other, first in their queues, until one accepts', async () => {
    const late = { copyDelayMs: 2_000 }
    const { told, send } = world([
      { name: 'a', ...late, error: new Error('no answer within 3000 ms') },
      { name: 'b', ...late, error: new NodeRefusalError('sendTransaction', -32005, 'behind') },
      { name: 'c', ...late },
      { name: 'd', ...late },
    ])
    expect(await send()).toEqual({
      accepted: 1,
      errors: ['a: no answer within 3000 ms', 'b: sendTransaction was refused: behind (-32005)'],
    })
    expect(told.map(({ node, call }) => [node, call.level])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
    ])
    const silent = world([1, 2, 3, 4, 5].map((nth) => ({ name: `${nth}`, error: new Error('down') })))
    await expect(silent.send()).rejects.toThrow('No Solana node accepted')
    expect(silent.told.map(({ node }) => node)).toEqual(['1', '2', '3', '4', '5'])
  })

  it('takes "already processed" for accepted, and a refusal for a node that works', async () => {
    const again = new NodeRefusalError(
      'sendTransaction',
      -32002,
      'This transaction has already been processed',
    )
    expect(await world([{ name: 'a', error: again }]).send()).toEqual({ accepted: 1, errors: [] })
    const refusing = world([{ name: 'a', error: new NodeRefusalError('sendTransaction', -32003, 'no') }])
    const error = await refusing.send().catch((caught: unknown) => caught)
    expect(isAppError(error) && error.retry).toBe('outcome_unknown')
    expect(refusing.pool.sends.of(refusing.pool.all[0]!).state).toBe('healthy')
    const down = world([{ name: 'a', error: new Error('down') }])
    await down.send().catch(() => {})
    expect(down.pool.sends.of(down.pool.all[0]!).state).toBe('failing')
    expect(down.pool.reads.of(down.pool.all[0]!).state).toBe('healthy')
  })
})
