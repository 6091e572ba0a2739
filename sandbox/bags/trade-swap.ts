import bs58 from 'bs58'
import { z } from 'zod'
import type { RouteHop } from '@/sandbox/amm/routes'
import { buildSwapInstructions } from '@/sandbox/amm/swap-instructions'
import type { VendorReply, VendorRequest } from '@/sandbox/http/exchange'
import { buildSwap } from '@/sandbox/jupiter/swap-transaction'
import { answer, refusal, type BagsWorld } from './bags-world'
import { feeLeg, feeTransfer } from './platform-fee'

const AUTO_MAX_LAMPORTS = 2_000_000
/** After that many slots a quote is refused. */
const QUOTE_SLOTS = 150

const address = z.string().refine((text) => bs58.decodeUnsafe(text)?.length === 32, 'must be a public key')
const amount = z
  .string()
  .regex(/^\d{1,20}$/, 'must be a whole number')
  .transform(BigInt)
const leg = z.object({
  ...{ marketKey: address, inputMint: address, outputMint: address },
  ...{ inAmount: amount, outAmount: amount },
})
const swapRequest = z.object({
  userPublicKey: address,
  quoteResponse: z.object({
    ...{ inputMint: address, outputMint: address, contextSlot: z.number().int() },
    slippageBps: z.number().int().min(0).max(10_000),
    routePlan: z.array(leg).min(1),
    platformFee: z.object({ amount }),
  }),
})

/** POST /trade/swap: the swap itself and the fee beside it, unsigned, in base58. */
export function tradeSwap(world: BagsWorld, request: VendorRequest): VendorReply {
  const { userPublicKey: user, quoteResponse: quote } = readRequest(request.body)
  if (Number(world.chain.slot) - quote.contextSlot > QUOTE_SLOTS) throw refusal(400, 'Quote has expired')
  const pools = [...world.amm.pools(), ...world.meteora.pools()]
  const hops = quote.routePlan.map(({ marketKey, inputMint, outputMint, inAmount, outAmount }): RouteHop => {
    const pool = pools.find((each) => each.address === marketKey)
    if (!pool) throw refusal(400, `Market ${marketKey} not found`)
    return { pool, inputMint, outputMint, amountIn: inAmount, out: outAmount, fee: 0n }
  })
  const { setup, swap, cleanup } = buildSwapInstructions({
    ...{ user, hops, wrapAndUnwrapSol: true, slippageBps: quote.slippageBps },
    amountIn: hops[0]!.amountIn,
    quotedOut: hops.at(-1)!.out,
  })
  const fee = feeLeg(world, quote.inputMint, quote.outputMint)
  const charge = feeTransfer(world, user, fee, quote.platformFee.amount)
  // SOL is paid after it was unwrapped, anything else before its account could be closed.
  const after = fee.account === charge.accounts[1]?.pubkey ? [...cleanup, charge] : [charge, ...cleanup]
  const parts =
    fee.side === 'input' ? { setup: [...setup, charge], swap, cleanup } : { setup, swap, cleanup: after }
  const built = buildSwap(world, request.path, {
    ...{ payer: user, parts, extra: [], simulate: true, legacy: false, target: 'bags' },
    fee: { level: 'high', maxLamports: AUTO_MAX_LAMPORTS },
  })
  return answer({
    swapTransaction: bs58.encode(built.transaction.wire),
    computeUnitLimit: built.computeUnitLimit,
    lastValidBlockHeight: Number(built.lastValidBlockHeight),
    prioritizationFeeLamports: built.prioritizationFeeLamports,
  })
}

function readRequest(body: string): z.output<typeof swapRequest> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw refusal(400, 'Invalid JSON body')
  }
  const result = swapRequest.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw refusal(400, `${issue?.path.join('.')}: ${issue?.message}`)
}
