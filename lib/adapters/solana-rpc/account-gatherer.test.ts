import { expect, it } from 'vitest'
import { createAccountGatherer } from './account-gatherer'
import { idleNode } from './idle-node.fixture'
import type { Provider } from './provider'

const node = (name: string, calls: string[][], broken = false): Provider => ({
  name,
  ...idleNode,
  ask: async ({ body }, schema) => {
    const [addresses] = JSON.parse(body).params as [string[]]
    calls.push(addresses)
    if (broken) throw new Error('down')
    const value = addresses.map((address) =>
      address === 'none' ? null : { lamports: address.length, owner: name, data: ['AQI=', 'base64'] },
    )
    return schema.parse({ context: { slot: 5 }, value })
  },
})

it('reads for many at once, each account once, and gives everyone their own in order', async () => {
  const calls: string[][] = []
  const gather = createAccountGatherer()
  const [one, other] = [node('one', calls), node('other', calls)]
  const [first, second, third] = await Promise.all([
    gather(one, ['a', 'none', 'bb']),
    gather(one, ['bb', 'ccc']),
    gather(other, ['a']),
  ])
  expect(calls).toEqual([['a', 'none', 'bb', 'ccc'], ['a']])
  expect(first.map((account) => account?.lamports ?? null)).toEqual([1n, null, 2n])
  expect(second.map((account) => account?.lamports)).toEqual([2n, 3n])
  expect(third).toEqual([{ lamports: 1n, owner: 'other', data: Buffer.from([1, 2]) }])
})

it('keeps nothing, and asks for no more than a node takes', async () => {
  const calls: string[][] = []
  const gather = createAccountGatherer()
  const one = node('one', calls)
  await gather(one, ['a'])
  await gather(one, ['a'])
  expect(calls).toEqual([['a'], ['a']])
  const many = Array.from({ length: 250 }, (_, place) => `x${place}`)
  expect(await gather(one, many)).toHaveLength(250)
  expect(calls.slice(2).map(({ length }) => length)).toEqual([100, 100, 50])
})

it('tells everyone who asked when the node fails', async () => {
  const gather = createAccountGatherer()
  const down = node('down', [], true)
  const answers = await Promise.allSettled([gather(down, ['a', 'b']), gather(down, ['c'])])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
