import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Provider } from './provider'
import { createProviderPool } from './provider-pool'
import { idleNode } from './idle-node.fixture'
import { createSignatureSurvey } from './signature-survey'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Node = {
  knows?: (signature: string) => boolean
  answerMs?: number
  down?: string
}

/** Nodes whose finalized height grows by one with every question for it. */
const open = (nodes: Record<string, Node>) => {
  const asked: string[] = []
  const providers = Object.entries(nodes).map(
    ([name, { knows = () => false, answerMs = 1, down }]): Provider => {
      let height = 1_000
      return {
        name,
        ...idleNode,
        ask: async ({ method, body }, schema) => {
          const [signatures, options] = JSON.parse(body).params
          asked.push(`${name} ${method}${method === 'getBlockHeight' ? '' : ` ${signatures.join()}`}`)
          await new Promise((resolve) => setTimeout(resolve, answerMs))
          if (down === method) throw new Error('down')
          if (method === 'getBlockHeight') return schema.parse(++height)
          expect(options).toEqual({ searchTransactionHistory: true })
          const status = { slot: 7, err: null, confirmations: null, confirmationStatus: 'finalized' }
          const value = signatures.map((one: string) => (knows(one) ? status : null))
          return schema.parse({ context: { slot: 9 }, value })
        },
      }
    },
  )
  const pool = createProviderPool(providers, { logger: { warn: () => {} }, now: Date.now })
  return { asked, pool, survey: createSignatureSurvey(pool) }
}

describe('F01 F07: asking every node for a signature', () => {
  it('asks each for its height first and then for all signatures of one moment at once', async () => {
    const { asked, survey } = open({ one: { knows: (signature) => signature === 'a' }, two: {} })
    const answers = Promise.all(['a', 'b', 'c'].map(survey))
    await vi.advanceTimersByTimeAsync(100)
    expect(asked.sort()).toEqual(
      ['one', 'two'].flatMap((node) => [`${node} getBlockHeight`, `${node} getSignatureStatuses a,b,c`]),
    )
    const [a, b] = await answers
    expect(a).toMatchObject({ status: { commitment: 'finalized' }, knownTo: ['one'] })
    expect(a!.unknownTo).toEqual([{ node: 'two', finalizedHeight: 1_001n }])
    expect(b).toMatchObject({ status: null, knownTo: [] })
    expect(b!.unknownTo.map(({ node }) => node)).toEqual(['one', 'two'])
  })

  it('vouches with no height older than the question: who comes later gets one of their own', async () => {
    const { asked, survey } = open({ one: { answerMs: 300 } })
    const first = survey('a')
    await vi.advanceTimersByTimeAsync(200)
    const later = ['b', 'c'].map(survey)
    await vi.advanceTimersByTimeAsync(350)
    expect(asked).toEqual(['one getBlockHeight', 'one getSignatureStatuses a'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked.slice(2)).toEqual(['one getBlockHeight', 'one getSignatureStatuses b,c'])
    const heights = (await Promise.all([first, ...later])).map(
      ({ unknownTo }) => unknownTo[0]!.finalizedHeight,
    )
    expect(heights).toEqual([1_001n, 1_002n, 1_002n])
  })

  it('waits for a node that hangs no longer than two seconds before it is asked again', async () => {
    const { asked, survey } = open({ one: { answerMs: 60_000 } })
    void survey('a')
    await vi.advanceTimersByTimeAsync(100)
    void survey('b')
    await vi.advanceTimersByTimeAsync(1_900)
    expect(asked).toEqual(['one getBlockHeight'])
    await vi.advanceTimersByTimeAsync(200)
    expect(asked).toEqual(['one getBlockHeight', 'one getBlockHeight'])
  })

  it('takes nothing from who does not answer, and no height from who does not tell one', async () => {
    const { pool, survey } = open({ mute: { down: 'getSignatureStatuses' }, shy: { down: 'getBlockHeight' } })
    const answers = Promise.all(['a', 'b'].map(survey))
    await vi.advanceTimersByTimeAsync(100)
    const silent = { status: null, knownTo: [], unknownTo: [{ node: 'shy', finalizedHeight: null }] }
    expect(await answers).toEqual([silent, silent])
    expect(pool.healthy()).toBe(1)
  })

  it('splits what one call does not take, each part behind a height', async () => {
    const { asked, survey } = open({ one: {} })
    void Promise.all(Array.from({ length: 300 }, (_, nth) => survey(`s${nth}`)))
    await vi.advanceTimersByTimeAsync(100)
    const calls = asked.map((call) => (call.includes('Statuses') ? call.split(',').length : 'height'))
    expect(calls.filter((call) => call === 'height')).toHaveLength(2)
    expect(calls.filter((call) => call !== 'height')).toEqual([256, 44])
  })
})
