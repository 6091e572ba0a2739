import {
  computeUnitLimit,
  computeUnitPrice,
  type Instruction,
  transferLamports,
} from '@/sandbox/amm/instructions'
import { buildSwapInstructions, type SwapInstructions } from '@/sandbox/amm/swap-instructions'
import type { RouteHop } from '@/sandbox/amm/routes'
import { JITO_TIP_ACCOUNTS, openAccounts } from '@/sandbox/landing/tip-accounts'
import { reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import type { JupiterWorld } from './jupiter-world'
import { allowsRoute, noRoute, quoteSwap, readQuoteInput, routePlan } from './quote'
import { RoutingError } from './routing-errors'
import { readSwapRequest, type SwapRequestBody } from './swap-request'
import { buildSwap, MAX_COMPUTE_UNITS, type PriorityFee, unitPrice } from './swap-transaction'

const DEFAULT_SLIPPAGE_BPS = 50
/** What "auto" may cost at most: 0.005 SOL. */
const AUTO_MAX_LAMPORTS = 5_000_000

/** GET /swap/v1/quote. */
export function quoteV1(world: JupiterWorld, { query }: VendorRequest): VendorReply {
  const started = performance.now()
  const input = readQuoteInput(query, DEFAULT_SLIPPAGE_BPS)
  if (Number(query.get('platformFeeBps') ?? 0) > 0) {
    throw new RoutingError('NOT_SUPPORTED', 'platformFeeBps is not supported by the sandbox')
  }
  const quote = quoteSwap(world, input)
  const direct = query.get('onlyDirectRoutes') === 'true'
  if (!allowsRoute(query, quote.route) || (direct && quote.route.hops.length > 1)) throw noRoute()
  return reply(200, {
    inputMint: quote.inputMint,
    inAmount: quote.amount.toString(),
    outputMint: quote.outputMint,
    outAmount: quote.route.out.toString(),
    otherAmountThreshold: quote.threshold.toString(),
    swapMode: 'ExactIn',
    slippageBps: quote.slippageBps,
    platformFee: null,
    priceImpactPct: String(quote.route.priceImpactPct),
    routePlan: routePlan(quote),
    contextSlot: Number(world.chain.slot),
    timeTaken: (performance.now() - started) / 1_000,
    swapUsdValue: String(quote.usdValueIn),
    simplerRouteUsed: false,
    mostReliableAmmsQuoteReport: { info: {} },
    useIncurredSlippageForQuoting: null,
    otherRoutePlans: null,
    loadedLongtailToken: false,
    instructionVersion: null,
  })
}

/** POST /swap/v1/swap. */
export function swapV1(world: JupiterWorld, request: VendorRequest): VendorReply {
  const body = readSwapRequest(request.body)
  const swap = buildSwap(world, request.path, {
    payer: body.userPublicKey,
    parts: instructionsOf(world, body),
    extra: tipOf(world, body),
    fee: priorityFeeOf(body),
    simulate: body.dynamicComputeUnitLimit ?? false,
    slotsToExpiry: body.blockhashSlotsToExpiry ?? undefined,
    legacy: body.asLegacyTransaction ?? false,
  })
  return reply(200, {
    swapTransaction: Buffer.from(swap.transaction.wire).toString('base64'),
    lastValidBlockHeight: Number(swap.lastValidBlockHeight),
    prioritizationFeeLamports: swap.prioritizationFeeLamports,
    computeUnitLimit: swap.computeUnitLimit,
    prioritizationType: {
      computeBudget: { microLamports: swap.microLamportsPerUnit, estimatedMicroLamports: null },
    },
    simulationSlot: swap.simulation ? Number(world.chain.slot) : null,
    dynamicSlippageReport: null,
    simulationError: swap.simulation?.err
      ? { errorCode: 'TRANSACTION_ERROR', error: `Error processing: ${JSON.stringify(swap.simulation.err)}` }
      : null,
    addressesByLookupTableAddress: null,
  })
}

/** POST /swap/v1/swap-instructions. */
export function swapInstructionsV1(world: JupiterWorld, request: VendorRequest): VendorReply {
  const body = readSwapRequest(request.body)
  const parts = instructionsOf(world, body)
  const microLamports = unitPrice(world, priorityFeeOf(body), MAX_COMPUTE_UNITS)
  return reply(200, {
    computeBudgetInstructions: [computeUnitLimit(MAX_COMPUTE_UNITS), computeUnitPrice(microLamports)].map(
      instructionJson,
    ),
    setupInstructions: parts.setup.map(instructionJson),
    swapInstruction: instructionJson(parts.swap),
    cleanupInstruction: parts.cleanup[0] ? instructionJson(parts.cleanup[0]) : null,
    otherInstructions: tipOf(world, body).map(instructionJson),
    addressLookupTableAddresses: [],
  })
}

/** GET /swap/v1/program-id-to-label. */
export const programLabels = (labels: Record<string, string>): VendorReply => reply(200, labels)

/** The route is the quote's own plan: amounts are not looked up again, so an old quote can fail on chain. */
function instructionsOf(world: JupiterWorld, body: SwapRequestBody): SwapInstructions {
  const { quoteResponse: quote } = body
  for (const name of [
    'payer',
    'feeAccount',
    'destinationTokenAccount',
    'nativeDestinationAccount',
  ] as const) {
    if (body[name]) throw new RoutingError('NOT_SUPPORTED', `${name} is not supported by the sandbox`)
  }
  if (quote.swapMode !== 'ExactIn') {
    throw new RoutingError('NOT_SUPPORTED', `swapMode ${quote.swapMode} is not supported`)
  }
  const hops = quote.routePlan.map(({ swapInfo }): RouteHop => {
    const pools = [...world.amm.pools(), ...world.meteora.pools()]
    const pool = pools.find(({ address }) => address === swapInfo.ammKey)
    if (!pool) throw new RoutingError('MARKET_NOT_FOUND', `Market ${swapInfo.ammKey} not found`)
    return { pool, ...swapInfo, amountIn: 0n, out: 0n, fee: 0n }
  })
  return buildSwapInstructions({
    user: body.userPublicKey,
    hops,
    amountIn: BigInt(quote.inAmount),
    quotedOut: BigInt(quote.outAmount),
    slippageBps: quote.slippageBps,
    wrapAndUnwrapSol: body.wrapAndUnwrapSol ?? true,
  })
}

function priorityFeeOf(body: SwapRequestBody): PriorityFee {
  const { prioritizationFeeLamports: fee, computeUnitPriceMicroLamports: price } = body
  if (fee != null && price != null) {
    throw new RoutingError(
      'INVALID_COMPUTE_UNIT_PRICE_AND_PRIORITIZATION_FEE',
      'Both compute unit price and prioritization fee were specified',
    )
  }
  if (price != null) return { microLamportsPerUnit: price }
  if (typeof fee === 'number') return { lamports: fee }
  if (fee == null || fee === 'auto') return { level: 'high', maxLamports: AUTO_MAX_LAMPORTS }
  if (!('priorityLevelWithMaxLamports' in fee)) return { microLamportsPerUnit: 0 }
  const { priorityLevel, maxLamports } = fee.priorityLevelWithMaxLamports
  return { level: priorityLevel, maxLamports }
}

function tipOf(world: JupiterWorld, body: SwapRequestBody): Instruction[] {
  const fee = body.prioritizationFeeLamports
  if (fee == null || typeof fee !== 'object' || 'priorityLevelWithMaxLamports' in fee) return []
  const tip =
    'jitoTipLamports' in fee
      ? { lamports: fee.jitoTipLamports, payer: body.userPublicKey }
      : fee.jitoTipLamportsWithPayer
  const account = JITO_TIP_ACCOUNTS[0]!
  openAccounts(world.chain, [account])
  return [transferLamports(tip.payer, account, BigInt(tip.lamports))]
}

const instructionJson = ({ programId, accounts, data }: Instruction) => ({
  programId,
  accounts,
  data: Buffer.from(data).toString('base64'),
})
