import { randomUUID } from 'node:crypto'
import { buildSwapInstructions } from '@/sandbox/amm/swap-instructions'
import { decodeAddress } from '@/sandbox/chain/addresses'
import { HttpError, reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import type { JupiterWorld } from './jupiter-world'
import type { OrderBook } from './order-book'
import { allowsRoute, quoteSwap, readQuoteInput, routePlan, type Quote } from './quote'
import { RoutingError } from './routing-errors'
import { buildSwap, type PriorityFee } from './swap-transaction'
import { checkFunds, feeMintOf, SIGNATURE_LAMPORTS } from './taker-funds'

/** Stands for Jupiter's own slippage estimate when the caller leaves it to Jupiter. */
const ESTIMATED_SLIPPAGE_BPS = 100
const AUTO_MAX_LAMPORTS = 5_000_000
const OPTIONAL = ['slippageBps', 'priorityFeeLamports', 'excludeRouters', 'excludeDexes', 'broadcastFeeType']
const UNSUPPORTED = ['receiver', 'referralAccount', 'referralFee', 'payer', 'jitoTipLamports']

/**
 * GET /swap/v2/order. `transaction` is null without a taker and "" with an errorCode when the taker cannot pay.
 * The sandbox charges no platform fee.
 */
export function orderV2(world: JupiterWorld, orders: OrderBook, request: VendorRequest): VendorReply {
  const started = performance.now()
  const requestId = randomUUID()
  const quote = quoteFor(world, request.query, requestId)
  const taker = takerOf(request.query, requestId)
  const base = describeQuote(quote, request.query, requestId, taker)
  const finish = (rest: object) => reply(200, { ...base, ...rest, totalTime: performance.now() - started })
  if (taker === null) {
    return finish({
      signatureFeeLamports: 0,
      signatureFeePayer: null,
      prioritizationFeeLamports: 0,
      prioritizationFeePayer: null,
      rentFeeLamports: 0,
      rentFeePayer: null,
      transaction: null,
    })
  }

  const swap = buildSwap(world, request.path, {
    payer: taker,
    parts: buildSwapInstructions({
      user: taker,
      hops: quote.route.hops,
      amountIn: quote.amount,
      quotedOut: quote.route.out,
      slippageBps: quote.slippageBps,
      wrapAndUnwrapSol: true,
    }),
    extra: [],
    fee: feeOf(request.query, requestId),
    simulate: true,
    legacy: false,
  })
  const funds = checkFunds(world, taker, quote, swap.prioritizationFeeLamports)
  const costs = {
    signatureFeeLamports: SIGNATURE_LAMPORTS,
    signatureFeePayer: taker,
    prioritizationFeeLamports: swap.prioritizationFeeLamports,
    prioritizationFeePayer: taker,
    rentFeeLamports: Number(funds.rentLamports),
    rentFeePayer: taker,
    lastValidBlockHeight: swap.lastValidBlockHeight.toString(),
  }
  if (funds.problem) {
    return finish({ ...costs, transaction: '', ...funds.problem, error: funds.problem.errorMessage })
  }
  orders.remember(requestId, {
    message: swap.transaction.message,
    taker,
    lastValidBlockHeight: swap.lastValidBlockHeight,
    quote,
  })
  return finish({ ...costs, transaction: Buffer.from(swap.transaction.wire).toString('base64') })
}

function describeQuote(quote: Quote, query: URLSearchParams, requestId: string, taker: string | null) {
  const { route } = quote
  const feeMint = feeMintOf(quote)
  return {
    mode: OPTIONAL.some((name) => query.has(name)) ? 'manual' : 'ultra',
    inputMint: quote.inputMint,
    outputMint: quote.outputMint,
    inAmount: quote.amount.toString(),
    outAmount: route.out.toString(),
    inUsdValue: quote.usdValueIn,
    outUsdValue: quote.usdValueOut,
    priceImpact: -route.priceImpactPct * 100,
    swapUsdValue: quote.usdValueIn,
    otherAmountThreshold: quote.threshold.toString(),
    swapMode: 'ExactIn',
    slippageBps: quote.slippageBps,
    priceImpactPct: String(-route.priceImpactPct),
    routePlan: routePlan(quote),
    feeMint,
    feeBps: 0,
    platformFee: { amount: '0', feeBps: 0, feeMint },
    swapType: 'aggregator',
    router: 'metis',
    gasless: false,
    requestId,
    taker,
  }
}

/** What fails while routing is one sentence here, whatever Metis would have said. */
function quoteFor(world: JupiterWorld, query: URLSearchParams, requestId: string): Quote {
  const named = UNSUPPORTED.find((name) => query.has(name))
  if (named) throw refused(requestId, `${named} is not supported by the sandbox`)
  try {
    const quote = quoteSwap(world, readQuoteInput(query, ESTIMATED_SLIPPAGE_BPS))
    const metisExcluded = (query.get('excludeRouters') ?? '').split(',').includes('metis')
    if (metisExcluded || !allowsRoute(query, quote.route)) throw refused(requestId, 'Failed to get quotes')
    return quote
  } catch (error) {
    if (error instanceof RoutingError) throw refused(requestId, 'Failed to get quotes')
    if (error instanceof HttpError) throw refused(requestId, (error.reply.body as { error: string }).error)
    throw error
  }
}

function takerOf(query: URLSearchParams, requestId: string): string | null {
  const text = query.get('taker')
  if (text === null || text === '') return null
  try {
    decodeAddress(text)
    return text
  } catch {
    throw refused(requestId, 'Invalid taker')
  }
}

function feeOf(query: URLSearchParams, requestId: string): PriorityFee {
  const text = query.get('priorityFeeLamports')
  if (text === null) return { level: 'high', maxLamports: AUTO_MAX_LAMPORTS }
  if (!/^\d{1,15}$/.test(text)) throw refused(requestId, 'Invalid priorityFeeLamports')
  if (query.get('broadcastFeeType') === 'maxCap') return { level: 'high', maxLamports: Number(text) }
  return { lamports: Number(text) }
}

const refused = (requestId: string, error: string) => new HttpError(reply(400, { requestId, error }))
