import { inspect } from 'node:util'
import { Keypair, SystemProgram, Transaction } from '@solana/web3.js'
import bs58 from 'bs58'
import type YellowstoneClient from '@triton-one/yellowstone-grpc'
import type { SubscribeRequest, SubscribeUpdate } from '@triton-one/yellowstone-grpc'
import yellowstone, { txErrDecode } from '@triton-one/yellowstone-grpc'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '@/sandbox/rpc/rpc-world.fixture'
import { type GeyserWorld, openGeyserWorld } from './geyser-world.fixture'

// Its declarations are written for CommonJS; what is imported is the class.
const Client = yellowstone as unknown as new (
  url: string,
  token: string | undefined,
  channel?: object,
  reconnect?: object,
) => YellowstoneClient

const NOTHING: SubscribeRequest = {
  accounts: {},
  slots: {},
  transactions: {},
  transactionsStatus: {},
  blocks: {},
  blocksMeta: {},
  entry: {},
  accountsDataSlice: [],
}
const EVERY_ACCOUNT = { account: [], owner: [], filters: [] }
const EVERY_TRANSACTION = { accountInclude: [], accountExclude: [], accountRequired: [] }

let world: GeyserWorld
const streams: { destroy: () => void }[] = []
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.destroy()
  await world.close()
})

const connect = async (token?: string, reconnect?: object) => {
  const client = new Client(world.geyserUrl, token, undefined, reconnect)
  await client.connect()
  return client
}
const listen = async (client: YellowstoneClient, request: Partial<SubscribeRequest>) => {
  const stream = await client.subscribe({ ...NOTHING, ...request })
  streams.push(stream)
  const updates: SubscribeUpdate[] = []
  const errors: Error[] = []
  stream.on('data', (update: SubscribeUpdate) => updates.push(update))
  stream.on('error', (error: Error) => errors.push(error))
  const accounts = () =>
    updates.flatMap(({ account }) => (account?.account ? [{ slot: account.slot, ...account.account }] : []))
  return { stream, updates, errors, accounts }
}
const address = () => Keypair.generate().publicKey.toBase58()

describe("Yellowstone's own client", () => {
  it('calls every method that is answered once', async () => {
    world = await openGeyserWorld()
    const client = await connect()
    const { version } = await client.getVersion()
    expect(JSON.parse(version)).toMatchObject({ version: { package: 'yellowstone-grpc-geyser' } })
    expect(await client.ping(4)).toEqual({ count: 5 })
    await eventually(() => world.chain.blockhashes.all().length > 40)
    const { slot: finalized } = await client.getSlot(2)
    const { slot, blockhash, lastValidBlockHeight } = await client.getLatestBlockhash()
    expect(await client.isBlockhashValid(blockhash)).toMatchObject({ valid: true })
    expect(BigInt(lastValidBlockHeight)).toBeGreaterThan(BigInt((await client.getBlockHeight()).blockHeight))
    expect(BigInt(slot) - BigInt(finalized)).toBeGreaterThanOrEqual(32n)
    expect(BigInt((await client.getSlot()).slot)).toBeGreaterThanOrEqual(BigInt(slot))
    const { firstAvailable } = await client.subscribeReplayInfo()
    expect(BigInt(firstAvailable!)).toBeLessThanOrEqual(world.chain.slot)
  })

  it('hears of accounts by address, owner, size and content, and of nothing else', async () => {
    world = await openGeyserWorld()
    const [a, b] = [address(), address()]
    const heard = await listen(await connect(), {
      accounts: {
        byAddress: { ...EVERY_ACCOUNT, account: [a] },
        bySize: { ...EVERY_ACCOUNT, filters: [{ datasize: '1' }] },
        byContent: { ...EVERY_ACCOUNT, filters: [{ memcmp: { offset: '0', bytes: new Uint8Array([9]) } }] },
        byOwner: { ...EVERY_ACCOUNT, owner: ['11111111111111111111111111111111'] },
      },
    })
    await eventually(() => {
      world.setAccount(a, 7)
      return heard.accounts().length > 0
    })
    world.setAccount(b, 9)
    await eventually(() => heard.accounts().some(({ pubkey }) => bs58.encode(pubkey) === b))
    const of = (wanted: string) =>
      heard.updates.filter(({ account }) => account && bs58.encode(account.account!.pubkey) === wanted)
    expect(of(a)[0]!.filters.sort()).toEqual(['byAddress', 'bySize'])
    expect(of(b)[0]!.filters.sort()).toEqual(['byContent', 'bySize'])
    const versions = heard.accounts().map(({ writeVersion }) => BigInt(writeVersion))
    expect(versions).toEqual([...new Set(versions)].sort((x, y) => (x < y ? -1 : 1)))
  })

  it('hears of slots, blocks and transactions at its commitment, errors in Solana’s own encoding', async () => {
    world = await openGeyserWorld()
    const client = await connect()
    const request = { slots: { s: {} }, blocksMeta: { b: {} }, transactions: { t: EVERY_TRANSACTION } }
    const processed = await listen(client, { ...request, commitment: 0 })
    const confirmed = await listen(client, {
      ...request,
      commitment: 1,
      slots: { s: { filterByCommitment: true } },
    })
    await eventually(() => confirmed.updates.length > 0 && processed.updates.length > 0)
    const [payer, other] = [world.wallet(), world.wallet()]
    const connection = world.connect()
    const { blockhash } = await connection.getLatestBlockhash()
    const transfer = new Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash }).add(
      SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: other.publicKey, lamports: 10 ** 15 }),
    )
    transfer.sign(payer)
    const sent = await connection.sendRawTransaction(transfer.serialize(), { skipPreflight: true })
    const found = (updates: SubscribeUpdate[]) =>
      updates.find(
        ({ transaction }) => transaction && bs58.encode(transaction.transaction!.signature) === sent,
      )
    await eventually(() => found(confirmed.updates) && found(processed.updates))
    const { transaction, slot } = found(processed.updates)!.transaction!
    expect(txErrDecode.decode(transaction!.meta!.err!.err)).toEqual({ InstructionError: [0, { Custom: 1 }] })
    expect(Number(transaction!.meta!.fee)).toBe(5_000)
    expect(transaction!.transaction!.message!.accountKeys.map((key) => bs58.encode(key))).toContain(
      other.publicKey.toBase58(),
    )
    const statuses = new Set(confirmed.updates.flatMap(({ slot: of }) => (of ? [of.status] : [])))
    expect(statuses).toEqual(new Set([1]))
    const before = confirmed.updates.slice(0, confirmed.updates.indexOf(found(confirmed.updates)!))
    expect(before.some(({ slot: of }) => of && BigInt(of.slot) > BigInt(slot))).toBe(false)
    expect(
      processed.updates.some(({ blockMeta }) => blockMeta && blockMeta.executedTransactionCount === '1'),
    ).toBe(true)
    await connection.getSlot()
  })

  it('is answered to its ping, hears from_slot without a hole, and is told when that is too long ago', async () => {
    world = await openGeyserWorld({ keptSlots: 20n })
    const a = address()
    const client = await connect()
    world.setAccount(a, 1)
    const from = world.chain.slot
    await eventually(() => world.chain.slot > from + 5n)
    world.setAccount(a, 2)
    const heard = await listen(client, {
      accounts: { a: { ...EVERY_ACCOUNT, account: [a] } },
      slots: { s: { filterByCommitment: true } },
      fromSlot: from.toString(),
    })
    await eventually(() => heard.accounts().length === 2)
    expect(heard.accounts().map(({ data }) => data[0])).toEqual([1, 2])
    const slots = heard.updates.flatMap(({ slot }) => (slot ? [Number(slot.slot)] : []))
    expect(slots).toEqual(slots.map((_, index) => slots[0]! + index))
    heard.stream.write({ ...NOTHING, ping: { id: 7 } })
    await eventually(() => heard.updates.some(({ pong }) => pong?.id === 7))
    await eventually(() => world.chain.slot > from + 40n)
    const late = await listen(client, { slots: { s: {} }, fromSlot: from.toString() })
    await eventually(() => late.errors.length > 0)
    expect(inspect(late.errors[0])).toContain(`broadcast from ${from} is not available, last available:`)
  })

  it('is refused without the token', async () => {
    world = await openGeyserWorld({ token: 'secret' })
    const wrong = await connect('wrong')
    const refusal: unknown = await wrong.getSlot().catch((error: unknown) => error)
    expect(inspect(refusal)).toContain('No valid auth token')
    expect(BigInt((await (await connect('secret')).getSlot()).slot)).toBeGreaterThan(0n)
  })

  it('reconnects by itself: no slot missing, none twice', async () => {
    world = await openGeyserWorld({ slotMs: 60 })
    const client = await connect(undefined, {
      backoff: { initialIntervalMs: 50, multiplier: 1.5, maxRetries: 20 },
      slotRetention: 250,
    })
    const heard = await listen(client, { slots: { s: { filterByCommitment: true } } })
    const slots = () => heard.updates.flatMap(({ slot }) => (slot ? [Number(slot.slot)] : []))
    await eventually(() => slots().length > 5)
    const cut = slots().length
    world.faults.add({ target: 'geyser', kind: 'disconnect', count: 1 })
    await eventually(() => slots().length > cut + 15, 20_000)
    expect(slots()).toEqual(slots().map((_, index) => slots()[0]! + index))
  })
})
