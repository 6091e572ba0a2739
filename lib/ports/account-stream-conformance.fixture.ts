import { Keypair } from '@solana/web3.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccountStream, AccountUpdate } from './account-stream'

/** What a world around a stream must offer. Its slots are short, and so is the silence after which it reconnects. */
export type StreamWorld = {
  stream: AccountStream
  /** Writes an account of one byte, owned by `owner`, in the current slot. */
  set(address: string, value: number): void
  owner: string
  slot(): bigint
  /** Cuts the connections once; new ones are taken. */
  cut(): void
  /** What serves the stream misbehaves until `heal`. Where there are several servers, the one in use. */
  break(how: 'down' | 'silent' | 'hang'): void
  heal(): void
  close(): Promise<void>
}

const LIMIT_MS = 15_000

const until = async (check: () => boolean, limitMs = LIMIT_MS): Promise<void> => {
  const deadline = performance.now() + limitMs
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`nothing within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The promises of AccountStream, for every implementation. `open` starts a fresh world. */
export const describeAccountStream = (name: string, open: () => Promise<StreamWorld>): void => {
  describe(`${name} as an account stream`, () => {
    let world: StreamWorld
    let updates: AccountUpdate[]
    let slots: bigint[]
    let states: boolean[]
    let doubtsAll: boolean
    beforeEach(async () => {
      world = await open()
      ;[updates, slots, states] = [[], [], []]
      doubtsAll = false
      world.stream.start({
        onAccount: (update) => updates.push(update),
        onSlot: (slot) => slots.push(slot),
        isFuture: () => doubtsAll,
        onState: ({ connected }) => states.push(connected),
      })
    })
    afterEach(() => world.close())

    const addresses = (count: number) =>
      Array.from({ length: count }, () => Keypair.generate().publicKey.toBase58())
    const latest = (address: string) => updates.filter((update) => update.address === address).at(-1)?.data[0]
    const connected = () => until(() => states.at(-1) === true)
    const nextSlot = async () => {
      const before = world.slot()
      await until(() => world.slot() > before)
    }
    const inOrder = (values: bigint[]) =>
      expect(values).toEqual([...values].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0)))

    it('delivers the state at once, then every change, then nothing more', async () => {
      const [a, b] = addresses(2) as [string, string]
      world.set(a, 1)
      await world.stream.watch([a, b])
      expect(latest(a)).toBe(1)
      expect(updates[0]).toMatchObject({ address: a, owner: world.owner, lamports: 5n })
      await connected()
      world.set(b, 2)
      await until(() => latest(b) === 2)
      world.set(a, 3)
      await until(() => latest(a) === 3)
      await world.stream.unwatch([a])
      const seen = updates.length
      world.set(a, 4)
      world.set(b, 5)
      await until(() => latest(b) === 5)
      expect(updates.slice(seen).every(({ address }) => address === b)).toBe(true)
      await until(() => slots.length > 3)
      inOrder(slots)
      expect(new Set(slots).size).toBe(slots.length)
    })

    it('takes addresses as a set: watched twice is watched once, and unwatched is unwatched', async () => {
      const [a, b] = addresses(2) as [string, string]
      await world.stream.watch([a, a])
      await world.stream.watch([a, b])
      await connected()
      await nextSlot()
      world.set(a, 1)
      await until(() => latest(a) === 1)
      await world.stream.unwatch([a])
      world.set(a, 2)
      world.set(b, 9)
      await until(() => latest(b) === 9)
      expect(latest(a)).toBe(1)
    })

    it('watches several hundred accounts', async () => {
      const many = addresses(300)
      many.forEach((address) => world.set(address, 1))
      await world.stream.watch(many)
      expect(new Set(updates.map(({ address }) => address)).size).toBe(300)
      await connected()
      many.forEach((address) => world.set(address, 9))
      await until(() => many.every((address) => latest(address) === 9))
    })

    it('F16 reconnects after a cut and catches up with what it missed', async () => {
      const [a] = addresses(1) as [string]
      world.set(a, 1)
      await world.stream.watch([a])
      await connected()
      world.break('down')
      await until(() => states.includes(false))
      world.set(a, 2)
      world.heal()
      await until(() => latest(a) === 2)
      await connected()
      world.set(a, 3)
      await until(() => latest(a) === 3)
    })

    it('F16 hears of an account that was watched while there was no connection', async () => {
      const [a] = addresses(1) as [string]
      await connected()
      world.break('down')
      await until(() => states.includes(false))
      world.set(a, 1)
      await world.stream.watch([a])
      expect(latest(a)).toBe(1)
      world.heal()
      await connected()
      world.set(a, 2)
      await until(() => latest(a) === 2)
    })

    it('F15 takes a silent stream for dead and replaces it', async () => {
      const [a] = addresses(1) as [string]
      world.set(a, 1)
      await world.stream.watch([a])
      await connected()
      world.break('silent')
      world.set(a, 7)
      await until(() => states.includes(false))
      world.heal()
      await connected()
      await until(() => latest(a) === 7)
    })

    it('F15 does not wait for a server that accepts and never answers', async () => {
      const [a] = addresses(1) as [string]
      await world.stream.watch([a])
      await connected()
      world.break('hang')
      world.cut()
      await until(() => states.includes(false))
      world.set(a, 3)
      await nextSlot()
      world.heal()
      await connected()
      await until(() => latest(a) === 3)
    })

    it('F07 never delivers an older slot after a newer one, and loses no change for long', async () => {
      const [a] = addresses(1) as [string]
      world.set(a, 1)
      await world.stream.watch([a])
      await connected()
      for (let value = 2; value < 40; value++) {
        world.set(a, value)
        if (value % 10 === 0) world.cut()
        if (value % 4 === 0) await nextSlot()
      }
      await until(() => latest(a) === 39)
      inOrder(updates.map(({ slot }) => slot))
    })

    it('F07 tells nothing of a slot that the chain cannot have reached', async () => {
      const [a] = addresses(1) as [string]
      world.set(a, 1)
      await world.stream.watch([a])
      await connected()
      await nextSlot()
      doubtsAll = true
      world.set(a, 2)
      await nextSlot()
      await nextSlot()
      expect(latest(a)).toBe(1)
      doubtsAll = false
      world.set(a, 3)
      await until(() => latest(a) === 3)
    })

    it('is started once and silent after it is closed', async () => {
      const [a] = addresses(1) as [string]
      const again = () => world.stream.start({ onAccount() {}, onSlot() {}, onState() {} })
      expect(again).toThrow('already started')
      await world.stream.watch([a])
      await connected()
      await world.stream.close()
      const told = updates.length + slots.length
      world.set(a, 1)
      await nextSlot()
      await nextSlot()
      expect(updates.length + slots.length).toBe(told)
    })
  })
}
