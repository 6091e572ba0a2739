import { z } from 'zod'
import type { PriorityFee } from '@/lib/domain/execution/priority-fee'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { AppError } from '@/lib/errors'
import type { ExecutionVenue, PreparedSwap, SwapRequest, VenueQuote } from '@/lib/ports/execution-venue'
import type { JupiterClient, JupiterPriority } from '../client'
import { unusableAnswer } from '../errors'
import { checkQuote } from './check-quote'
import { outcomeOfAnswer, outcomeOfError } from './execute-outcome'
import { executeV2, orderV2 } from './schemas'
import { expiryOf, paidByAnother, signatureOf } from './transaction-facts'

type Order = z.infer<typeof orderV2>

/** Keeps the answer as it came: it is the receipt. */
const orderWithReceipt = z.unknown().transform((raw, context): { order: Order; raw: unknown } => {
  const parsed = orderV2.safeParse(raw)
  if (parsed.success) return { order: parsed.data, raw }
  context.addIssue({ code: 'custom', message: z.prettifyError(parsed.error) })
  return z.NEVER
})

/**
 * Only Metis: market makers (jupiterz) pay the fee themselves, so their signature and not ours would name the
 * transaction, and the programs of dflow and okx are not ones whose instructions we can check before signing.
 */
const EXCLUDED_ROUTERS = 'jupiterz,dflow,okx'

/** /execute answers when the transaction is confirmed, failed or given up. */
const EXECUTE_TIMEOUT_MS = 20_000

/** Order and execute of /swap/v2. It always wraps and unwraps SOL, so it must not be asked about the SOL mint. */
export const createSwapV2 = (
  client: JupiterClient,
  maxPriorityFeeLamports: number,
): Required<Omit<ExecutionVenue, 'name'>> => {
  const ask = async (
    request: SwapRequest,
    taker: string | undefined,
    priority: JupiterPriority,
    fee?: PriorityFee | null,
  ) => {
    const query = {
      inputMint: request.inputMint,
      outputMint: request.outputMint,
      amount: request.inputRaw.toString(),
      swapMode: 'ExactIn',
      slippageBps: String(request.slippageBps),
      excludeRouters: EXCLUDED_ROUTERS,
      priorityFeeLamports: String(fee ? fee.lamports : maxPriorityFeeLamports),
      broadcastFeeType: fee ? 'exactFee' : 'maxCap',
      taker,
    }
    const { order, raw } = await client.get('/swap/v2/order', query, orderWithReceipt, { priority })
    return { order, quote: checkQuote(request, toQuote(order, raw)) }
  }

  return {
    quote: async (request) => (await ask(request, undefined, 'quote')).quote,
    offer: async ({ wallet, priority, fee, tip: _, ...request }) => {
      const { order, quote } = await ask(request, wallet, priority, fee)
      return { quote, build: async () => ({ ...quote, ...builtBy(order, wallet) }) }
    },
    land: async (signed, reference) => {
      const signature = signatureOf(signed)
      const body = { signedTransaction: Buffer.from(signed).toString('base64'), requestId: reference }
      const call = { priority: 'exit', ownBucket: true, timeoutMs: EXECUTE_TIMEOUT_MS } as const
      try {
        return outcomeOfAnswer(await client.post('/swap/v2/execute', body, executeV2, call), signature)
      } catch (error) {
        return outcomeOfError(error)
      }
    },
  }
}

const builtBy = (
  order: Order,
  wallet: string,
): Pick<PreparedSwap, 'transaction' | 'expiry' | 'reference'> => {
  const { transaction, lastValidBlockHeight, requestId } = order
  if (transaction === '') throw unbuilt(order)
  if (transaction === null || lastValidBlockHeight === undefined) {
    throw unusableAnswer('gave no transaction or no expiry', order)
  }
  const payer = order.signatureFeePayer ?? wallet
  if (order.gasless || payer !== wallet) throw paidByAnother()
  return { transaction, expiry: expiryOf(transaction, wallet, lastValidBlockHeight), reference: requestId }
}

const toQuote = (order: Order, raw: unknown): VenueQuote => ({
  venue: 'jupiter',
  inputMint: order.inputMint,
  outputMint: order.outputMint,
  inputRaw: order.inAmount,
  outputRaw: order.outAmount,
  minOutputRaw: order.otherAmountThreshold,
  slippageBps: order.slippageBps,
  priceImpactPct:
    order.priceImpact === undefined ? null : decimalString(decimal(String(order.priceImpact)).abs()),
  route: order.routePlan.map(({ swapInfo }) => ({ pool: swapInfo.ammKey, label: swapInfo.label ?? '' })),
  costLamports: costOf(order),
  raw,
})

/** Told only with a transaction; 0 stands for one that was not built. */
const costOf = ({ transaction, signatureFeeLamports, prioritizationFeeLamports }: Order): bigint | null =>
  transaction && signatureFeeLamports !== undefined && prioritizationFeeLamports !== undefined
    ? BigInt(signatureFeeLamports) + BigInt(prioritizationFeeLamports)
    : null

const INSUFFICIENT_FUNDS = 1
const INSUFFICIENT_SOL = 2

/** Jupiter quoted a price but could build no transaction for this wallet. */
const unbuilt = ({ errorCode, errorMessage }: Order): AppError => {
  const said = errorMessage ? ` (Jupiter: ${errorMessage})` : ''
  if (errorCode === INSUFFICIENT_FUNDS) {
    return new AppError(
      'risk.insufficient_balance',
      `The wallet does not hold enough of the token to be spent${said}.`,
    )
  }
  if (errorCode === INSUFFICIENT_SOL) {
    return new AppError(
      'risk.insufficient_balance',
      `The wallet does not hold enough SOL for fees and rent${said}. Send some SOL to it.`,
    )
  }
  return new AppError('venue.unavailable', `Jupiter could not build a transaction for this swap${said}.`)
}
