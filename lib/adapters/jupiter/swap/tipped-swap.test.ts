import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Keypair, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { afterEach, expect, it } from 'vitest'
import { NodeRefusalError } from '@/lib/adapters/solana-rpc/json-rpc'
import { JUPITER_PROGRAM } from '@/lib/domain/execution/program-addresses'
import { SENDER_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { Simulation } from '@/lib/ports/chain'
import type { SwapOrder } from '@/lib/ports/execution-venue'
import { createJupiterClient } from '../client'
import { createJupiterVenue } from './jupiter-venue'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const address = () => Keypair.generate().publicKey
const payer = address()
const mint = address().toBase58()
const blockhash = address().toBase58()
const tip = { path: 'sender', account: SENDER_TIP_ACCOUNTS[3]!, lamports: 1_000_000n } as const
const order: SwapOrder = {
  ...{ wallet: payer.toBase58(), inputMint: mint, outputMint: USDC_MINT, inputRaw: 1_000n },
  ...{ slippageBps: 100, priority: 'exit' as const, fee: null, tip },
}

const message = new TransactionMessage({ payerKey: payer, recentBlockhash: blockhash, instructions: [] })
const whole = Buffer.from(new VersionedTransaction(message.compileToV0Message()).serialize()).toString(
  'base64',
)
const quote = {
  ...{ inputMint: mint, inAmount: '1000', outputMint: USDC_MINT, outAmount: '900' },
  ...{
    otherAmountThreshold: '891',
    swapMode: 'ExactIn',
    slippageBps: 100,
    priceImpactPct: '0',
    routePlan: [],
  },
}
const USUAL: Record<string, unknown> = {
  '/swap/v1/quote': quote,
  '/swap/v1/swap': { swapTransaction: whole, lastValidBlockHeight: 9 },
  '/swap/v1/swap-instructions': {
    ...{ otherInstructions: [], computeBudgetInstructions: [], setupInstructions: [] },
    ...{
      addressLookupTableAddresses: [],
      swapInstruction: { programId: JUPITER_PROGRAM, accounts: [], data: '' },
    },
  },
  '/swap/v2/order': {
    ...quote,
    requestId: 'one',
    router: 'iris',
    transaction: whole,
    lastValidBlockHeight: 9,
  },
}

type Fault = [path: string, answer: (response: ServerResponse) => void]
const hang: Fault[1] = () => {}
const status =
  (code: number): Fault[1] =>
  (response) =>
    void response.writeHead(code).end('{}')
const saying =
  (body: unknown): Fault[1] =>
  (response) =>
    void response.end(JSON.stringify(body))

const works = async () => ({ error: null, computeUnits: 100_000n }) as unknown as Simulation

/** Its transaction, or `tipped`; what Jupiter was asked; what was logged. */
const built = async (api: 'v1' | 'v2', fault: Fault | null, simulate: () => Promise<Simulation> = works) => {
  const asked: string[] = []
  const told: string[] = []
  const server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!
    asked.push(path)
    response.setHeader('content-type', 'application/json')
    if (fault?.[0] === path) fault[1](response)
    else response.end(JSON.stringify(USUAL[path]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const chain = { latestBlockhash: async () => ({ blockhash, lastValidBlockHeight: 9n }), simulate }
  const venue = createJupiterVenue({
    ...{ client: createJupiterClient({ baseUrl: `http://127.0.0.1:${port}`, rps: 100 }), api },
    tipping: {
      ...{ reader: { accounts: async () => new Map() }, chain },
      logger: { warn: (...said: unknown[]) => void told.push(JSON.stringify(said)) },
    },
  })
  const from = performance.now()
  const swap = await (await venue.offer(order)).build()
  expect(performance.now() - from).toBeLessThan(1_500)
  return { asked: asked.map((path) => path.slice('/swap/'.length)), told, swap }
}
const bytesOf = (transaction: Uint8Array) => Buffer.from(transaction).toString('base64')

it('carries its tip where all goes well', async () => {
  const { asked, told, swap } = await built('v2', null)
  expect(swap.tip).toEqual(tip)
  expect(asked).toEqual(['v1/quote', 'v1/swap-instructions'])
  expect(told).toEqual([])
})

const unreadable = { swapInstruction: { programId: 'no address' } }
it.each<[string, Fault[1]]>([
  ['hang', hang],
  ['are not available', status(503)],
  ['are limited', status(429)],
  ['cannot be read', saying(unreadable)],
  ['are no JSON', (response) => void response.end('<html>')],
])('F02: an exit goes without a tip in the same attempt where its instructions %s', async (_, answer) => {
  for (const api of ['v1', 'v2'] as const) {
    const { asked, told, swap } = await built(api, ['/swap/v1/swap-instructions', answer])
    expect(asked).toEqual(['v1/quote', 'v1/swap-instructions', 'v1/swap'])
    expect(bytesOf(swap.transaction)).toBe(whole)
    expect([swap.tip, swap.costLamports]).toEqual([undefined, null])
    expect(told).toHaveLength(1)
  }
})

it.each<[string, () => Promise<Simulation>]>([
  [
    'refuses its simulation',
    () => Promise.reject(new NodeRefusalError('simulateTransaction', -32602, 'too large: 1644 bytes')),
  ],
  ['hangs', () => new Promise(() => {})],
])('F02: and where a node %s', async (_, simulate) => {
  const { told, swap } = await built('v2', null, simulate)
  expect(bytesOf(swap.transaction)).toBe(whole)
  expect(told).toHaveLength(1)
})

it.each<[string, Fault[1]]>([
  ['is down', status(503)],
  ['hangs', hang],
])('F02: /swap/v2 is asked where the quote of /swap/v1 %s', async (_, answer) => {
  const { asked, told, swap } = await built('v2', ['/swap/v1/quote', answer])
  expect(asked).toEqual(['v1/quote', 'v2/order'])
  expect(bytesOf(swap.transaction)).toBe(whole)
  expect(swap.reference).toBe('one')
  expect(told).toHaveLength(1)
})
