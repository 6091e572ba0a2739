import { type Connection, type Keypair, PublicKey, SystemProgram, Transaction } from '@solana/web3.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { eventually, openRpcWorld, type RpcWorld } from './rpc-world.fixture'

let world: RpcWorld
let connection: Connection
let payer: Keypair
beforeAll(async () => {
  world = await openRpcWorld()
  connection = world.connect('helius')
})
beforeEach(() => {
  payer = world.wallet()
})
afterEach(() => world.faults.clear())
afterAll(() => world.close())

const someone = () => world.wallet(0).publicKey

async function signedTransfer(to: PublicKey, lamports = 1_000_000) {
  const latest = await connection.getLatestBlockhash('confirmed')
  const transaction = new Transaction({ feePayer: payer.publicKey, recentBlockhash: latest.blockhash })
  transaction.add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }))
  transaction.sign(payer)
  return { wire: transaction.serialize(), latest }
}

const landedOnChain = (signature: string) => eventually(() => world.chain.status(signature))
const health = { jsonrpc: '2.0', id: 1, method: 'getHealth', params: [] }
const inSlots = (slots: bigint) => {
  const target = world.chain.slot + slots
  return eventually(() => world.chain.slot >= target)
}

describe('faults against what is sent', () => {
  it('drop_transactions answers the signature, throws the bytes away and is used up by its count', async () => {
    world.faults.add({ target: 'helius', kind: 'drop_transactions', count: 2 })
    const to = someone()
    const { wire } = await signedTransfer(to)
    const signatures = []
    for (let i = 0; i < 2; i++) {
      signatures.push(await connection.sendRawTransaction(wire))
      await inSlots(3n)
      expect(world.chain.status(signatures[0]!)).toBeNull()
    }
    signatures.push(await connection.sendRawTransaction(wire))
    await landedOnChain(signatures[2]!)
    expect(new Set(signatures).size).toBe(1)
    expect(world.chain.getAccount(to.toBase58())?.lamports).toBe(1_000_000n)
  })

  it('F01 hide_status hides a landed transaction from every provider until its time is over', async () => {
    const hiddenMs = 70_000
    world.faults.add({ target: 'chain', kind: 'hide_status', value: hiddenMs, count: 1 })
    const to = someone()
    const { wire } = await signedTransfer(to)
    const signature = await connection.sendRawTransaction(wire)
    const heard: unknown[] = []
    connection.onSignature(signature, (result) => heard.push(result), 'confirmed')
    await landedOnChain(signature)
    await inSlots(4n)
    world.skipAhead(hiddenMs - 10_000)
    await inSlots(2n)
    for (const provider of ['helius', 'triton']) {
      const client = world.connect(provider)
      const found = [
        (await client.getSignatureStatuses([signature], { searchTransactionHistory: true })).value[0],
        await client.getTransaction(signature, { maxSupportedTransactionVersion: 0 }),
        (await client.getSignaturesForAddress(to))[0],
      ]
      expect(found).toEqual([null, null, undefined])
      expect(await client.getBalance(to)).toBe(1_000_000)
    }
    expect(heard).toEqual([])
    world.skipAhead(10_000)
    await eventually(() => heard.length === 1)
    expect((await connection.getSignatureStatuses([signature])).value[0]?.err).toBeNull()

    const next = await signedTransfer(to, 1_000_001)
    const open = await connection.sendRawTransaction(next.wire)
    await landedOnChain(open)
    expect((await connection.getSignatureStatuses([open])).value[0]?.err).toBeNull()
  })

  it('error_after_effect lands the transaction and answers 504', async () => {
    world.faults.add({ target: 'helius', kind: 'error_after_effect', path: 'sendTransaction', count: 1 })
    const { wire } = await signedTransfer(someone())
    const params = [wire.toString('base64'), { encoding: 'base64', preflightCommitment: 'confirmed' }]
    const response = await world.post({ ...health, method: 'sendTransaction', params })
    expect(response.status).toBe(504)
    const info = await eventually(async () => (await connection.getSignaturesForAddress(payer.publicKey))[0])
    expect(info.err).toBeNull()
  })
})

describe('faults against what is read', () => {
  it('lag_slots answers from the past, and only on that provider', async () => {
    const lag = 50
    const lagging = world.connect('public')
    await inSlots(60n)
    const to = someone()
    const { wire, latest } = await signedTransfer(to)
    const signature = await connection.sendRawTransaction(wire)
    await connection.confirmTransaction({ signature, ...latest })
    world.faults.add({ target: 'public', kind: 'lag_slots', value: lag })
    await world.betweenSlots(async () => {
      const current = await connection.getSlot('processed')
      expect(await lagging.getSlot('processed')).toBe(current - lag)
      expect((await lagging.getSignatureStatuses([signature])).value).toEqual([null])
      expect(await lagging.getBalance(to, 'processed')).toBe(0)
      expect((await lagging.getLatestBlockhash('processed')).lastValidBlockHeight).toBe(
        (await connection.getLatestBlockhash('processed')).lastValidBlockHeight - lag,
      )
      const ahead = lagging.getBalance(to, { commitment: 'processed', minContextSlot: current })
      await expect(ahead).rejects.toThrow('Minimum context slot has not been reached')
      expect(await connection.getBalance(to, 'processed')).toBe(1_000_000)
    })
  })

  it('lag_slots far behind makes the node call itself unhealthy', async () => {
    world.faults.add({ target: 'public', kind: 'lag_slots', value: 200 })
    expect(await (await world.post(health, 'public')).json()).toMatchObject({
      error: { code: -32005, data: { numSlotsBehind: 200 } },
    })
    expect(await (await world.post(health, 'helius')).json()).toMatchObject({ result: 'ok' })
  })

  it('stale_blockhash answers one that is expired already', async () => {
    world.faults.add({ target: 'helius', kind: 'stale_blockhash', count: 1 })
    const { wire, latest } = await signedTransfer(someone())
    expect(latest.lastValidBlockHeight).toBeLessThan(await connection.getBlockHeight())
    await expect(connection.sendRawTransaction(wire)).rejects.toThrow(/Blockhash not found/)
  })

  it('rate_limit answers 429 with Retry-After and an error body', async () => {
    world.faults.add({ target: 'chain', kind: 'rate_limit', value: 7, count: 1 })
    const response = await world.post(health, 'triton')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await response.json()).toMatchObject({ error: { code: 429 } })
    expect((await world.post(health, 'triton')).status).toBe(200)
  })

  it('error answers the status, on the named method alone', async () => {
    world.faults.add({ target: 'alchemy', kind: 'error', value: 502, path: '/getSlot' })
    expect((await world.post({ ...health, method: 'getSlot' }, 'alchemy')).status).toBe(502)
    expect((await world.post(health, 'alchemy')).status).toBe(200)
    expect((await world.post({ ...health, method: 'getSlot' }, 'helius')).status).toBe(200)
  })

  it('malformed cuts the JSON', async () => {
    world.faults.add({ target: 'helius', kind: 'malformed', count: 1 })
    const response = await world.post(health)
    expect(response.status).toBe(200)
    await expect(response.json()).rejects.toThrow(SyntaxError)
  })

  it('slow answers late', async () => {
    world.faults.add({ target: 'helius', kind: 'slow', value: 150, count: 1 })
    const started = performance.now()
    expect((await world.post(health)).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(149)
  })

  it('down closes the connection and hang never answers', async () => {
    world.faults.add({ target: 'helius', kind: 'down', count: 1 })
    await expect(world.post(health)).rejects.toThrow(/fetch failed/)
    world.faults.add({ target: 'helius', kind: 'hang', count: 1 })
    const hanging = fetch(world.urlOf('helius'), {
      method: 'POST',
      body: JSON.stringify(health),
      signal: AbortSignal.timeout(200),
    })
    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' })
    expect((await world.post(health)).status).toBe(200)
  })
})

describe('faults against sockets', () => {
  async function openSocket(provider = 'helius') {
    const socket = new WebSocket(world.urlOf(provider).replace('http', 'ws'))
    const messages: { method?: string; params?: { result: unknown } }[] = []
    let closed = false
    socket.on('message', (raw) => messages.push(JSON.parse(String(raw))))
    socket.on('close', () => (closed = true))
    socket.on('error', () => undefined)
    await eventually(() => socket.readyState === WebSocket.OPEN || closed)
    const ask = (method: string, params: unknown[] = []) =>
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
    return { messages, ask, isClosed: () => closed, close: () => socket.terminate() }
  }

  it('silent keeps the socket open and says nothing', async () => {
    const { messages, ask, isClosed, close } = await openSocket()
    ask('slotSubscribe')
    await eventually(() => messages.length > 2)
    const fault = world.faults.add({ target: 'helius', kind: 'silent' })
    await inSlots(1n)
    const heard = messages.length
    await inSlots(5n)
    expect([messages.length, isClosed()]).toEqual([heard, false])
    world.faults.remove(fault.id)
    await eventually(() => messages.length > heard)
    close()
  })

  it('disconnect closes it once for a count of one; a new one works', async () => {
    const first = await openSocket()
    world.faults.add({ target: 'helius', kind: 'disconnect', count: 1 })
    await eventually(first.isClosed)
    const second = await openSocket()
    second.ask('slotSubscribe')
    await eventually(() => second.messages.length > 2)
    expect(second.isClosed()).toBe(false)
    second.close()
  })

  it('down cuts open sockets and refuses new ones', async () => {
    const first = await openSocket()
    world.faults.add({ target: 'chain', kind: 'down' })
    await eventually(first.isClosed)
    expect((await openSocket('quicknode')).isClosed()).toBe(true)
  })

  it('waits for the commitment of a subscription, but shows what the operator writes at once', async () => {
    const to = someone().toBase58()
    const { messages, ask, close } = await openSocket()
    const lamports = () =>
      messages.flatMap(({ method, params }) =>
        method === 'accountNotification'
          ? [(params!.result as { value: { lamports: number } }).value.lamports]
          : [],
      )
    ask('accountSubscribe', [to, { commitment: 'confirmed', encoding: 'base64' }])
    await eventually(() => messages.length === 1)
    const { wire } = await signedTransfer(new PublicKey(to))
    const signature = await connection.sendRawTransaction(wire)
    const landed = await landedOnChain(signature)
    await eventually(() => lamports().length === 1)
    expect(world.chain.slot - landed.slot).toBeGreaterThanOrEqual(2n)
    await world.betweenSlots(async () => {
      world.chain.setAccount(to, { ...world.chain.getAccount(to)!, lamports: 5_000_000n })
      await eventually(() => lamports().length === 2)
      expect(lamports()).toEqual([1_000_000, 5_000_000])
      expect(await connection.getBalance(new PublicKey(to), 'finalized')).toBe(5_000_000)
    })
    ask('accountUnsubscribe', [1])
    await eventually(() => messages.at(-1)?.method === undefined)
    ask('nonsenseSubscribe')
    await eventually(() => JSON.stringify(messages.at(-1)).includes('-32601'))
    close()
  })
})
