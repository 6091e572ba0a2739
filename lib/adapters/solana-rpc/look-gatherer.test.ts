import { expect, it } from 'vitest'
import { createLookGatherer } from './look-gatherer'
import type { CallLevel } from './request-budget'
import { idleNode } from './idle-node.fixture'
import type { Provider } from './provider'

const nodeOf = () => {
  const calls: { addresses: string[]; level: CallLevel | undefined }[] = []
  const node: Provider = {
    name: 'one',
    ...idleNode,
    ask: async ({ body, level }, schema) => {
      const [addresses] = JSON.parse(body).params as [string[]]
      calls.push({ addresses, level })
      if (addresses.includes('bad')) throw new Error('down')
      const value = addresses.map((address) =>
        address === 'none' ? null : { lamports: 1, owner: address, data: ['AQI=', 'base64'] },
      )
      return schema.parse({ context: { slot: 40 + calls.length }, value })
    },
  }
  return { node, calls }
}

it('reads second looks of one moment in one call, before all else, and gives each its own', async () => {
  const { node, calls } = nodeOf()
  const look = createLookGatherer()
  const [one, two] = await Promise.all([look(node, ['sol', 'a', 'none']), look(node, ['sol', 'b'])])
  expect(calls).toEqual([{ addresses: ['sol', 'a', 'none', 'b'], level: 'look' }])
  expect([...one.keys()]).toEqual(['sol', 'a'])
  expect([...two.values()].map(({ owner, slot, node: name }) => [owner, slot, name])).toEqual([
    ['sol', 41n, 'one'],
    ['b', 41n, 'one'],
  ])
})

it('never tears the accounts of one look apart', async () => {
  const { node, calls } = nodeOf()
  const look = createLookGatherer()
  const looks = Array.from({ length: 60 }, (_, nth) => ['sol', `x${nth}`, `y${nth}`, `z${nth}`])
  const found = await Promise.all(looks.map((addresses) => look(node, addresses)))
  expect(calls.map(({ addresses }) => addresses.length)).toEqual([100, 82])
  for (const accounts of found) {
    expect(accounts.size).toBe(4)
    expect(new Set([...accounts.values()].map(({ slot }) => slot)).size).toBe(1)
  }
})

it('fails only those whose call failed', async () => {
  const { node } = nodeOf()
  const look = createLookGatherer()
  const many = Array.from({ length: 100 }, (_, nth) => `m${nth}`)
  const [good, bad] = await Promise.allSettled([look(node, many), look(node, ['bad'])])
  expect([good.status, bad.status]).toEqual(['fulfilled', 'rejected'])
})
