import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Keypair } from '@solana/web3.js'
import type { AccountStream, AccountUpdate } from '@/lib/ports/account-stream'
import { eventually, openRpcWorld, type RpcWorld } from '@/sandbox/rpc/rpc-world.fixture'
import { createAccountStream } from './account-stream'
import { createSolanaRpc, type SolanaRpc } from './solana-rpc'

const logger = { warn: () => {} }
const OWNER = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
const NAMES = ['helius', 'quicknode']

let world: RpcWorld
let reader: SolanaRpc
let stream: AccountStream
let updates: AccountUpdate[]
let slots: bigint[]
let states: boolean[]

beforeEach(async () => {
  world = await openRpcWorld()
  const providers = NAMES.map((name) => ({
    name,
    url: world.urlOf(name),
    wsUrl: world.urlOf(name).replace('http', 'ws'),
  }))
  reader = createSolanaRpc({ providers, rps: 500, logger, timeoutMs: 2_000 })
  stream = createAccountStream({ endpoints: providers, reader, logger, silenceMs: 400 })
  ;[updates, slots, states] = [[], [], []]
  stream.start({
    onAccount: (update) => updates.push(update),
    onSlot: (slot) => slots.push(slot),
    onState: ({ connected }) => states.push(connected),
  })
})

afterEach(async () => {
  await stream.close()
  await reader.close()
  await world.close()
})

const set = (address: string, value: number) =>
  world.chain.setAccount(address, {
    lamports: 5n,
    owner: OWNER,
    data: new Uint8Array([value]),
    executable: false,
  })
const addresses = (count: number) =>
  Array.from({ length: count }, () => Keypair.generate().publicKey.toBase58())
const latest = (address: string) => updates.filter((update) => update.address === address).at(-1)?.data[0]

describe('account stream', () => {
  it('delivers the state at once, then every change, then nothing more', async () => {
    const [a, b] = addresses(2) as [string, string]
    set(a, 1)
    await stream.watch([a, b])
    expect(latest(a)).toBe(1)
    expect(updates[0]).toMatchObject({ address: a, owner: OWNER, lamports: 5n })
    await eventually(() => states[0] === true)
    await eventually(() => {
      set(b, 2)
      return latest(b) === 2
    })
    set(a, 3)
    await eventually(() => latest(a) === 3)
    await stream.unwatch([a])
    const seen = updates.length
    set(a, 4)
    set(b, 5)
    await eventually(() => latest(b) === 5)
    expect(updates.slice(seen).every(({ address }) => address === b)).toBe(true)
    await eventually(() => slots.length > 3)
  })

  it('watches several hundred accounts', async () => {
    const many = addresses(300)
    many.forEach((address) => set(address, 1))
    await stream.watch(many)
    expect(new Set(updates.map(({ address }) => address)).size).toBe(300)
    await eventually(() => states.includes(true))
    await eventually(() => {
      many.forEach((address) => set(address, 9))
      return many.every((address) => latest(address) === 9)
    }, 10_000)
  })

  it('F16 reconnects after a cut and catches up with what it missed', async () => {
    const [a] = addresses(1) as [string]
    set(a, 1)
    await stream.watch([a])
    await eventually(() => states.includes(true))
    world.faults.add({ target: 'helius', kind: 'down' })
    await eventually(() => states.includes(false))
    set(a, 2)
    await eventually(() => latest(a) === 2)
    await eventually(() => states.at(-1) === true)
    await eventually(() => {
      set(a, 3)
      return latest(a) === 3
    })
  })

  it('F15 takes a silent stream for dead and goes to the next node', async () => {
    const [a] = addresses(1) as [string]
    set(a, 1)
    await stream.watch([a])
    await eventually(() => states.includes(true))
    world.faults.add({ target: 'helius', kind: 'silent' })
    await eventually(() => states.includes(false))
    await eventually(() => states.at(-1) === true)
    set(a, 7)
    await eventually(() => latest(a) === 7)
  })

  it('F07 never delivers an older slot after a newer one', async () => {
    const [a] = addresses(1) as [string]
    set(a, 1)
    await stream.watch([a])
    for (let value = 2; value < 40; value++) {
      set(a, value)
      if (value % 10 === 0) world.faults.add({ target: 'helius', kind: 'disconnect', count: 1 })
      const slot = world.chain.slot
      if (value % 4 === 0) await eventually(() => world.chain.slot > slot)
    }
    await eventually(() => latest(a) === 39)
    const seen = updates.map(({ slot }) => slot)
    expect([...seen].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))).toEqual(seen)
  })
})
