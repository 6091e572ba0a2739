import { Keypair } from '@solana/web3.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSolanaRpc, type SolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { AccountStream, AccountUpdate } from '@/lib/ports/account-stream'
import { describeAccountStream } from '@/lib/ports/account-stream-conformance.fixture'
import { type GeyserWorld, openGeyserWorld } from '@/sandbox/geyser/geyser-world.fixture'
import { eventually } from '@/sandbox/rpc/rpc-world.fixture'
import { createYellowstoneStream, type YellowstoneStreamOptions } from './account-stream'

const logger = { warn: () => {} }

const readerOf = (world: GeyserWorld): SolanaRpc =>
  createSolanaRpc({
    providers: ['helius', 'quicknode'].map((name) => ({
      name,
      url: world.urlOf(name),
      wsUrl: world.urlOf(name).replace('http', 'ws'),
    })),
    rps: 500,
    logger,
    timeoutMs: 2_000,
  })

describeAccountStream('Yellowstone', async () => {
  const world = await openGeyserWorld()
  const reader = readerOf(world)
  const endpoints = [{ name: 'yellowstone', url: world.geyserUrl }]
  const stream = createYellowstoneStream({ endpoints, reader, logger, silenceMs: 400 })
  return {
    stream,
    set: world.setAccount,
    owner: world.owner,
    slot: () => world.chain.slot,
    cut: () => void world.faults.add({ target: 'geyser', kind: 'disconnect', count: 1 }),
    break: (kind) => void world.faults.add({ target: 'geyser', kind }),
    heal: () => world.faults.clear(),
    close: async () => {
      await stream.close()
      await reader.close()
      await world.close()
    },
  }
})

describe('Yellowstone stream', () => {
  let world: GeyserWorld
  let reader: SolanaRpc
  let reads: string[][]
  let stream: AccountStream
  let updates: AccountUpdate[]
  let states: { connected: boolean; detail: string }[]

  const open = async (
    worldOptions: Parameters<typeof openGeyserWorld>[0] = {},
    options: Partial<YellowstoneStreamOptions> = {},
  ) => {
    world = await openGeyserWorld(worldOptions)
    reader = readerOf(world)
    stream = createYellowstoneStream({
      endpoints: [{ name: 'yellowstone', url: world.geyserUrl }],
      reader: {
        accounts: (addresses, how) => {
          reads.push([...addresses])
          return reader.accounts(addresses, how)
        },
      },
      logger,
      silenceMs: 400,
      ...options,
    })
    stream.start({
      onAccount: (update) => updates.push(update),
      onSlot: () => {},
      onState: (state) => states.push(state),
    })
  }
  beforeEach(() => {
    ;[updates, states, reads] = [[], [], []]
  })
  afterEach(async () => {
    await stream.close()
    await reader.close()
    await world.close()
  })
  const newAddress = () => Keypair.generate().publicKey.toBase58()
  const valuesOf = (address: string) =>
    updates.filter((update) => update.address === address).map(({ data }) => data[0])
  const connected = () => eventually(() => states.at(-1)?.connected)
  /** The request holds it, so that all that follows comes through the stream. */
  const inForce = async (address: string) => {
    await stream.watch([address])
    await connected()
    await eventually(() => reads.length > 1)
  }

  it('F16 goes on after a cut where it was: every change once, and none read', async () => {
    await open({ slotMs: 50 })
    const a = newAddress()
    world.setAccount(a, 0)
    await inForce(a)
    const before = reads.length
    for (let value = 1; value <= 60; value++) {
      world.setAccount(a, value)
      if (value % 20 === 10) world.faults.add({ target: 'geyser', kind: 'disconnect', count: 1 })
      const { slot } = world.chain
      await eventually(() => world.chain.slot > slot)
    }
    await eventually(() => valuesOf(a).at(-1) === 60)
    expect(valuesOf(a).slice(-60)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    expect(states.filter((state) => !state.connected)).toHaveLength(3)
    expect(reads.length).toBe(before)
  })

  it('F16 reads everything when the server no longer knows the slot, then streams', async () => {
    await open()
    const a = newAddress()
    world.setAccount(a, 1)
    await inForce(a)
    const before = reads.length
    await world.restart(async () => {
      world.setAccount(a, 2)
      const { slot } = world.chain
      await eventually(() => world.chain.slot > slot + 3n)
    })
    await eventually(() => valuesOf(a).at(-1) === 2)
    expect(reads.length).toBeGreaterThan(before)
    expect(states.some(({ detail }) => detail.includes('last available'))).toBe(true)
    await connected()
    world.setAccount(a, 3)
    await eventually(() => valuesOf(a).at(-1) === 3)
  })

  it('F16 reads what it missed where a stream stays open and leaves slots out', async () => {
    await open({}, { silenceMs: 5_000 })
    const a = newAddress()
    world.setAccount(a, 1)
    await inForce(a)
    world.faults.add({ target: 'geyser', kind: 'silent', forMs: 300 })
    world.setAccount(a, 2)
    await eventually(() => valuesOf(a).at(-1) === 2)
    expect(states.every((state) => state.connected)).toBe(true)
  })

  it('F16 leaves no stream behind, and one request for all accounts', async () => {
    await open()
    await stream.watch([newAddress()])
    for (let round = 0; round < 5; round++) {
      await connected()
      const lost = states.length
      world.faults.add({ target: 'geyser', kind: 'disconnect', count: 1 })
      await eventually(() => states.length > lost)
    }
    await connected()
    await Promise.all(Array.from({ length: 50 }, () => stream.watch([newAddress()])))
    expect(world.subscribers()).toBe(1)
    await stream.close()
    await eventually(() => world.subscribers() === 0)
  })

  it('takes an unreadable message for the end of the stream', async () => {
    await open()
    const a = newAddress()
    await inForce(a)
    world.faults.add({ target: 'geyser', kind: 'malformed', count: 1 })
    await eventually(() => states.some((state) => !state.connected))
    await connected()
    world.setAccount(a, 5)
    await eventually(() => valuesOf(a).at(-1) === 5)
  })

  it('tells a stream that lags as it is', async () => {
    await open()
    const a = newAddress()
    await inForce(a)
    world.faults.add({ target: 'geyser', kind: 'lag_slots', value: 8 })
    const written = world.chain.slot
    world.setAccount(a, 5)
    await eventually(() => valuesOf(a).includes(5))
    expect(world.chain.slot).toBeGreaterThanOrEqual(written + 8n)
  })

  it.each(['rate_limit', 'error'] as const)('says why it is refused (%s), and tries again', async (kind) => {
    await open({}, { random: () => 0 })
    world.faults.add({ target: 'geyser', kind, value: 429, count: 2 })
    world.faults.add({ target: 'geyser', kind: 'disconnect', count: 1 })
    await eventually(() => states.filter(({ detail }) => detail.includes('RESOURCE_EXHAUSTED')).length === 2)
    await connected()
  })

  it('sends its token, and goes to the next endpoint where it is not taken', async () => {
    const other = await openGeyserWorld({ token: 'right' })
    try {
      await open(
        {},
        {
          endpoints: [
            { name: 'first', url: other.geyserUrl, token: 'wrong' },
            { name: 'second', url: other.geyserUrl, token: 'right' },
          ],
        },
      )
      await connected()
      expect(states.map(({ detail }) => detail)).toEqual([
        expect.stringMatching(/^first: UNAUTHENTICATED/),
        'second',
      ])
    } finally {
      await other.close()
    }
  })
})
