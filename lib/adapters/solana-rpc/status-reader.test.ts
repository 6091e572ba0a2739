import { expect, it } from 'vitest'
import type { Provider } from './provider'
import { createProviderPool } from './provider-pool'
import { idleNode } from './idle-node.fixture'
import { createStatusReader } from './status-reader'

const node = (answer: (signatures: string[]) => unknown): Provider => ({
  name: 'one',
  ...idleNode,
  ask: async ({ body }, schema) => schema.parse(answer(JSON.parse(body).params[0])),
})

const readerOf = (answer: (signatures: string[]) => unknown) =>
  createStatusReader(createProviderPool([node(answer)], { logger: { warn: () => {} }, now: Date.now }))

it('asks for many signatures in one call and gives each its own status', async () => {
  const calls: string[][] = []
  const read = readerOf((signatures) => {
    calls.push(signatures)
    return {
      context: { slot: 9 },
      value: signatures.map((signature) =>
        signature === 'unknown'
          ? null
          : { slot: signature.length, err: null, confirmationStatus: 'confirmed', confirmations: 1 },
      ),
    }
  })
  const [short, unknown, longer] = await Promise.all([read('a'), read('unknown'), read('abc')])
  expect(calls).toEqual([['a', 'unknown', 'abc']])
  expect([short?.slot, unknown, longer?.slot]).toEqual([1n, null, 3n])
  await Promise.all(Array.from({ length: 300 }, (_, place) => read(String(place))))
  expect(calls.slice(1).map(({ length }) => length)).toEqual([256, 44])
})

it('tells everyone who asked when no node answers', async () => {
  const read = readerOf(() => {
    throw new Error('down')
  })
  const answers = await Promise.allSettled([read('a'), read('b')])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
