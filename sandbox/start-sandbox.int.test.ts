import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Keypair } from '@solana/web3.js'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import {
  BONK,
  eventually,
  heldOf,
  sandboxClient,
  USDC,
  WIF,
  WSOL,
  type SandboxClient,
} from './sandbox-client.fixture'

let clean: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of clean.reverse()) await step()
  clean = []
})

async function open(dataDir: string | null = null): Promise<SandboxClient> {
  const client = await sandboxClient({ dataDir })
  clean.push(() => client.close())
  await client.control('PUT', '/market', { frozen: true })
  // The pool's own price becomes the reference, so that nothing pulls at it until somebody trades. A slow start lets
  // the market move before it is frozen.
  for (const token of ['BONK', 'SOL']) await client.control('PUT', `/market/${token}`, { changePct: 0 })
  return client
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'))
  clean.push(async () => rmSync(path, { recursive: true }))
  return path
}

async function buildSwap(client: SandboxClient, inputMint: string, outputMint: string, amount: number) {
  const quoteResponse = await client.jupiter.quoteGet({ inputMint, outputMint, amount, slippageBps: 50 })
  const swap = await client.jupiter.swapPost({
    swapRequest: { userPublicKey: client.address, quoteResponse, dynamicComputeUnitLimit: true },
  })
  return { quote: quoteResponse, swap, wire: client.sign(swap.swapTransaction) }
}

async function sendAndConfirm(client: SandboxClient, { wire, swap }: Awaited<ReturnType<typeof buildSwap>>) {
  const { blockhash } = await client.connection.getLatestBlockhash()
  const signature = await client.connection.sendRawTransaction(wire, { skipPreflight: true })
  const confirming = client.connection.confirmTransaction(
    { signature, blockhash, lastValidBlockHeight: swap.lastValidBlockHeight },
    'confirmed',
  )
  // web3.js resolves with the error when the socket tells it, and rejects with it when its own look-up was faster.
  const err = await confirming.then(
    ({ value }) => value.err,
    (reason: unknown) => {
      if (reason instanceof Error) throw reason
      return reason
    },
  )
  return { signature, err }
}

describe('a trade through the vendors own clients', () => {
  it('leaves exactly the quoted amounts in the ledger', async () => {
    const client = await open()
    await client.fund()
    const built = await buildSwap(client, USDC, BONK, 100_000_000)
    const { signature, err } = await sendAndConfirm(client, built)
    expect(err).toBeNull()

    const ledger = await client.ledger()
    expect(heldOf(ledger, USDC)).toBe(9_900_000_000n)
    expect(heldOf(ledger, BONK)).toBe(BigInt(built.quote.outAmount))
    expect(ledger.tokens.find(({ mint }) => mint === BONK)?.symbol).toBe('BONK')
    const last = ledger.transactions.at(-1)
    const fee = 5_000 + (built.swap.prioritizationFeeLamports ?? 0)
    expect(last).toMatchObject({ signature, err: null, signers: [client.address], feeLamports: String(fee) })
    const rent = await client.connection.getMinimumBalanceForRentExemption(165)
    expect(last?.changes).toEqual([
      { mint: 'SOL', deltaRaw: String(-fee - rent) },
      { mint: BONK, deltaRaw: built.quote.outAmount },
      { mint: USDC, deltaRaw: '-100000000' },
    ])
    expect(ledger.lamports).toBe(String(10_000_000_000 - fee - rent))
    expect(ledger.transactions.map(({ slot }) => slot)).toEqual(
      ledger.transactions.map(({ slot }) => slot).sort((a, b) => a - b),
    )
  })

  it('fails on chain with 6001 after the price moved, and the ledger says so', async () => {
    const client = await open()
    await client.fund()
    const built = await buildSwap(client, USDC, WIF, 100_000_000)
    await client.control('PUT', '/market/WIF', { changePct: 5 })
    const { signature, err } = await sendAndConfirm(client, built)
    expect(err).toEqual({ InstructionError: [expect.any(Number), { Custom: 6001 }] })
    const ledger = await client.ledger()
    expect(heldOf(ledger, USDC)).toBe(10_000_000_000n)
    expect(ledger.transactions.at(-1)).toMatchObject({
      signature,
      err,
      changes: [{ mint: 'SOL', deltaRaw: expect.stringMatching(/^-\d+$/) }],
    })
  })

  it('orders and executes over v2, SOL to a token by way of USDC', async () => {
    const client = await open()
    await client.fund()
    const query = new URLSearchParams({
      inputMint: WSOL,
      outputMint: BONK,
      amount: '1000000000',
      taker: client.address,
    })
    const order = (await (await client.send('GET', `/jupiter/swap/v2/order?${query}`)).json()) as Record<
      string,
      string
    >
    const signedTransaction = Buffer.from(client.sign(order.transaction ?? '')).toString('base64')
    const response = await client.send('POST', '/jupiter/swap/v2/execute', {
      signedTransaction,
      requestId: order.requestId,
    })
    const result = (await response.json()) as Record<string, string>
    expect(result).toMatchObject({ status: 'Success', code: 0, totalOutputAmount: order.outAmount })
    const ledger = await client.ledger()
    expect(heldOf(ledger, BONK)).toBe(BigInt(order.outAmount ?? 0))
    expect(ledger.transactions.at(-1)?.signature).toBe(result.signature)
  })

  it('sees one price in every place', async () => {
    const client = await open()
    await client.control('PUT', '/market/WIF', { priceUsd: 3.5 })
    const row = (await client.control<{ symbol: string; priceUsd: number }[]>('GET', '/market')).find(
      ({ symbol }) => symbol === 'WIF',
    )
    const price = await (await client.send('GET', `/jupiter/price/v3?ids=${WIF}`)).json()
    const path = `/geckoterminal/api/v2/networks/solana/tokens/multi/${WIF}?include=top_pools`
    const gecko = (await (await client.send('GET', path)).json()) as {
      data: { attributes: { price_usd: string } }[]
      included: { attributes: { address: string } }[]
    }
    expect(row?.priceUsd).toBeCloseTo(3.5, 5)
    expect(price).toMatchObject({ [WIF]: { usdPrice: row?.priceUsd } })
    expect(Number(gecko.data[0]?.attributes.price_usd)).toBeCloseTo(3.5, 5)
    const pool = gecko.included[0]?.attributes.address ?? ''
    expect(client.sandbox.chain.getAccount(pool)).not.toBeNull()
    const chart = (await (
      await client.send('GET', `/geckoterminal/api/v2/networks/solana/pools/${pool}/ohlcv/minute?limit=500`)
    ).json()) as { data: { attributes: { ohlcv_list: number[][] } } }
    const candles = chart.data.attributes.ohlcv_list
    expect(candles).toHaveLength(500)
    expect(candles[0]?.[4]).toBeCloseTo(3.5, 4)
    expect(candles.every(([time], index) => index === 0 || time! < candles[index - 1]![0]!)).toBe(true)
  })

  it('serves five providers, over HTTP and WebSocket', async () => {
    const client = await open()
    for (const name of ['helius', 'quicknode', 'alchemy', 'triton', 'public']) {
      const response = await client.send('POST', `/rpc/${name}`, {
        jsonrpc: '2.0',
        id: 1,
        method: 'getHealth',
      })
      expect(await response.json()).toMatchObject({ result: 'ok' })
    }
    expect((await client.send('POST', '/rpc/other', {})).status).toBe(404)
    const socket = new WebSocket(`${client.url.replace('http', 'ws')}/rpc/other`)
    await new Promise((resolve) => socket.on('error', resolve))
  })
})

describe('faults on the chain', () => {
  it('drops transactions, and the same bytes land later', async () => {
    const client = await open()
    await client.fund()
    const { wire } = await buildSwap(client, USDC, BONK, 1_000_000)
    await client.control('POST', '/faults', { target: 'chain', kind: 'drop_transactions', count: 2 })
    const sends = [0, 1].map(() => client.connection.sendRawTransaction(wire, { skipPreflight: true }))
    const [signature] = await Promise.all(sends)
    expect(await client.control('GET', '/faults')).toEqual([])
    const slot = client.sandbox.chain.slot
    await eventually(async () => client.sandbox.chain.slot > slot + 3n)
    expect(heldOf(await client.ledger(), BONK)).toBe(0n)
    await client.connection.sendRawTransaction(wire, { skipPreflight: true })
    await eventually(async () =>
      (await client.ledger()).transactions.some((each) => each.signature === signature),
    )
  })

  it('freezes a token on chain and thaws it', async () => {
    const client = await open()
    await client.fund()
    await sendAndConfirm(client, await buildSwap(client, USDC, BONK, 10_000_000))
    const { id } = await client.control<{ id: string }>('POST', '/faults', {
      target: 'chain',
      kind: 'freeze_token',
      value: 'BONK',
    })
    const sold = await sendAndConfirm(client, await buildSwap(client, BONK, USDC, 1_000_000))
    expect(sold.err).toEqual({ InstructionError: [expect.any(Number), { Custom: 17 }] })
    await client.control('DELETE', `/faults/${id}`)
    expect((await sendAndConfirm(client, await buildSwap(client, BONK, USDC, 1_000_000))).err).toBeNull()
  })
})

describe('the state', () => {
  it('survives a restart: ledger, prices, signatures; faults do not, and what they froze is thawed', async () => {
    const dataDir = folder()
    const first = await open(dataDir)
    await first.fund()
    const { signature } = await sendAndConfirm(first, await buildSwap(first, USDC, BONK, 50_000_000))
    await first.control('PUT', '/market/WIF', { priceUsd: 7 })
    await first.control('POST', '/faults', { target: 'chain', kind: 'freeze_token', value: BONK })
    await first.control('POST', '/faults', { target: 'jupiter', kind: 'down' })
    const [before, market] = [await first.ledger(), await first.control('GET', '/market')]
    const { slot, genesisHash } = first.sandbox.chain
    await first.close()

    const second = await open(dataDir)
    expect(await second.ledger(first.address)).toEqual(before)
    expect(second.sandbox.chain.genesisHash).toBe(genesisHash)
    expect(second.sandbox.chain.slot).toBeGreaterThan(slot)
    const prices = (rows: unknown) => (rows as { priceUsd: number }[]).map(({ priceUsd }) => priceUsd)
    // Pools go on towards their frozen references: the prices are close to what they were, not the seed's.
    const restored = prices(await second.control('GET', '/market'))
    prices(market).forEach((price, index) => expect((restored[index] ?? 0) / price).toBeCloseTo(1, 3))
    const status = await second.connection.getSignatureStatus(signature, { searchTransactionHistory: true })
    expect(status.value?.err).toBeNull()
    expect(await second.control('GET', '/faults')).toEqual([])
    const moved = { from: first.address, to: second.address, mint: 'BONK', amountRaw: '5' }
    await second.control('POST', '/transfer', moved)
    expect(heldOf(await second.ledger(), BONK)).toBe(5n)
  })

  it('starts fresh beside a file that it cannot use', async () => {
    const dataDir = folder()
    writeFileSync(join(dataDir, 'world.bin'), 'not a world')
    const client = await open(dataDir)
    expect((await client.ledger()).transactions).toEqual([])
    const kept = readdirSync(dataDir).find((name) => name.startsWith('world.bin.bad-'))
    expect(readFileSync(join(dataDir, kept ?? ''), 'utf8')).toBe('not a world')
  })

  it('starts fresh when the chain inside the file is spoiled', async () => {
    const dataDir = folder()
    const first = await open(dataDir)
    await first.close()
    const path = join(dataDir, 'world.bin')
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(7, bytes.length - 100_000))
    const second = await open(dataDir)
    expect(second.sandbox.chain.genesisHash).not.toBe(first.sandbox.chain.genesisHash)
  })
})

describe('closing', () => {
  it('does not wait for calls that hang or sockets that are open', async () => {
    const client = await open()
    await client.control('POST', '/faults', { target: 'jupiter', kind: 'hang' })
    await client.control('POST', '/faults', { target: 'helius', kind: 'hang' })
    const hanging = [
      client.send('GET', `/jupiter/price/v3?ids=${BONK}`),
      client.send('POST', '/rpc/helius', { jsonrpc: '2.0', id: 1, method: 'getSlot' }),
    ].map((call) => call.catch(() => 'cut'))
    const socket = new WebSocket(`${client.url.replace('http', 'ws')}/rpc/triton`)
    await new Promise((resolve) => socket.on('open', resolve))
    const started = performance.now()
    await client.sandbox.close()
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(await Promise.all(hanging)).toEqual(['cut', 'cut'])
  })

  it('moves tokens behind the owner back, as a transaction the owner did not sign', async () => {
    const client = await open()
    await client.fund()
    const to = Keypair.generate().publicKey.toBase58()
    const moved = { from: client.address, to, mint: USDC, amountRaw: 2_500_000 }
    const { signature } = await client.control<{ signature: string }>('POST', '/transfer', moved)
    const ledger = await client.ledger()
    expect(heldOf(ledger, USDC)).toBe(9_997_500_000n)
    const last = ledger.transactions.at(-1)
    expect(last).toMatchObject({ signature, changes: [{ mint: USDC, deltaRaw: '-2500000' }] })
    expect(last?.signers).not.toContain(client.address)
    expect(heldOf(await client.ledger(to), USDC)).toBe(2_500_000n)
  })
})
