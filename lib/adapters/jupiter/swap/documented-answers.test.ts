import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { VersionedTransaction } from '@solana/web3.js'
import { afterEach, describe, expect, it } from 'vitest'
import { readJupiterRoute } from '@/lib/domain/execution/jupiter-route'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { ExecutionVenue, SwapOrder } from '@/lib/ports/execution-venue'
import { createJupiterClient } from '../client'
import jupiterz from './__fixtures__/order-jupiterz.json'
import metis from './__fixtures__/order-metis.json'
import quoteV1 from './__fixtures__/quote-v1.json'
import { createSwapV1 } from './swap-v1'
import { createSwapV2 } from './swap-v2'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const asked: string[] = []
const clientAnswering = async (answer: unknown) => {
  asked.length = 0
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return createJupiterClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rps: 100,
  })
}
const swapV2 = async (answer: unknown) => createSwapV2(await clientAnswering(answer), 1_000_000)

const order = { ...metis.body, lastValidBlockHeight: '340000000' }
const transaction = VersionedTransaction.deserialize(Buffer.from(order.transaction, 'base64'))
const wallet = transaction.message.staticAccountKeys[0]!.toBase58()
const request = { inputMint: USDC_MINT, outputMint: WSOL_MINT, inputRaw: 100_000_000n, slippageBps: 26 }
const toPrepare = { ...request, wallet, priority: 'entry' } as const

const prepare = async (venue: Pick<ExecutionVenue, 'offer'>, swap: SwapOrder = toPrepare) =>
  (await venue.offer(swap)).build()

describe('an order as Jupiter documents it', () => {
  it('becomes a prepared swap whose blockhash comes from the bytes', async () => {
    const prepared = await prepare(await swapV2(order))
    expect(prepared).toMatchObject({
      venue: 'jupiter',
      outputRaw: 461_208_958n,
      minOutputRaw: 460_024_271n,
      priceImpactPct: '0.013115995201493341',
      route: [{ pool: 'HTvjzsfX3yU6BUodCjZ5vZkUrAxMDTrBs3CJaq43ashR', label: 'MeteoraDLMM' }],
      reference: order.requestId,
      expiry: { blockhash: transaction.message.recentBlockhash, lastValidBlockHeight: 340_000_000n },
      raw: order,
    })
    const query = new URL(asked[0]!, 'http://x').searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      amount: '100000000',
      taker: wallet,
      slippageBps: '26',
      priorityFeeLamports: '1000000',
      broadcastFeeType: 'maxCap',
      excludeRouters: 'jupiterz,dflow,okx',
    })
  })

  it('F03 is refused without its expiry', async () => {
    await expect(prepare(await swapV2(metis.body))).rejects.toThrow(/no expiry/)
  })

  it('is refused when a market maker or anyone else pays the fee', async () => {
    const maker = { ...jupiterz.body, transaction: order.transaction, lastValidBlockHeight: '1' }
    const fromMaker = await swapV2(maker)
    await expect(prepare(fromMaker, { ...toPrepare, slippageBps: 0 })).rejects.toThrow(/another account/)
    const unnoticed = await swapV2(order)
    await expect(prepare(unnoticed, { ...toPrepare, wallet: USDC_MINT })).rejects.toThrow(/another account/)
    const sponsored = { ...order, signatureFeePayer: 'gasTzr94Pmp4Gf8vknQnqxeYxdgwFjbgdJa4msYRpnB' }
    await expect(prepare(await swapV2(sponsored))).rejects.toThrow(/another account/)
  })

  it.each([
    [1, 'Insufficient funds', 'risk.insufficient_balance', /does not hold enough of the token/],
    [2, 'Top up `0.01` SOL for gas', 'risk.insufficient_balance', /Send some SOL/],
    [3, 'Minimum `$10` for gasless', 'venue.unavailable', /could not build/],
  ])('with errorCode %i says what is missing', async (errorCode, errorMessage, code, words) => {
    const venue = await swapV2({ ...order, transaction: '', errorCode, errorMessage })
    const error = await prepare(venue).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) })
  })

  it.each([
    ['another output', { outputMint: USDC_MINT }],
    ['another amount', { inAmount: '100000001' }],
    ['another slippage', { slippageBps: 500 }],
    ['a minimum below the slippage', { otherAmountThreshold: '460000000' }],
    ['a minimum above the quote', { otherAmountThreshold: '461208959' }],
    ['an amount as a number', { outAmount: 461208958 }],
    ['a negative amount', { outAmount: '-1' }],
    ['no transaction', { transaction: null }],
    ['bytes that are no transaction', { transaction: 'AAAA' }],
  ])('F22 is refused with %s', async (_, change) => {
    const error = await prepare(await swapV2({ ...order, ...change })).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'venue.unavailable' })
  })
})

describe('the route inside the documented transaction', () => {
  it('reads as route_v2 with the amounts of the order', () => {
    const { staticAccountKeys, compiledInstructions } = transaction.message
    const routes = compiledInstructions.flatMap(({ programIdIndex, accountKeyIndexes, data }) => {
      const route = readJupiterRoute({
        programId: staticAccountKeys[programIdIndex]!.toBase58(),
        accounts: [...accountKeyIndexes].map(
          (index) => staticAccountKeys[index]?.toBase58() ?? `table ${index}`,
        ),
        data,
      })
      return route ? [route] : []
    })
    expect(routes).toHaveLength(1)
    expect(routes[0]).toMatchObject({
      authority: wallet,
      inputRaw: 100_000_000n,
      slippageBps: 26,
      platformFeeBps: 2,
    })
    expect(routes[0]!.quotedOutRaw).toBeGreaterThanOrEqual(461_208_958n)
  })
})

describe('a quote of v1 as Jupiter documents it', () => {
  const asDocumented = {
    inputMint: WSOL_MINT,
    outputMint: USDC_MINT,
    inputRaw: 100_000_000n,
    slippageBps: 50,
  }

  it('becomes a quote, through the SDK', async () => {
    const quote = await createSwapV1(await clientAnswering(quoteV1.body), 1).quote(asDocumented)
    expect(quote).toMatchObject({ outputRaw: 16_198_753n, minOutputRaw: 16_117_760n, priceImpactPct: '0' })
    expect(JSON.parse(JSON.stringify(quote.raw))).toMatchObject({ contextSlot: 299283763 })
  })

  it('F23 keeps amounts above 2^53 exact on the way out', async () => {
    const inputRaw = 18_446_744_073_709_551_615n
    const answer = { ...quoteV1.body, inAmount: inputRaw.toString() }
    await createSwapV1(await clientAnswering(answer), 1).quote({ ...asDocumented, inputRaw })
    expect(asked[0]).toContain('amount=18446744073709551615&')
  })

  it('gives the impact in percent', async () => {
    const answer = { ...quoteV1.body, priceImpactPct: '0.0001230000' }
    expect((await createSwapV1(await clientAnswering(answer), 1).quote(asDocumented)).priceImpactPct).toBe(
      '0.0123',
    )
  })
})
