import { randomUUID } from 'node:crypto'
import { minimumOut } from '@/sandbox/amm/curve'
import { findRoute } from '@/sandbox/amm/routes'
import { decodeAddress } from '@/sandbox/chain/addresses'
import type { VendorReply, VendorRequest } from '@/sandbox/http/exchange'
import { labelOf } from '@/sandbox/jupiter/jupiter-world'
import { answer, refusal, type BagsWorld } from './bags-world'
import { feeLeg, feeOf, PLATFORM_FEE_BPS } from './platform-fee'

const MAX_U64 = (1n << 64n) - 1n
/** Stands for the service's own estimate. */
const AUTO_SLIPPAGE_BPS = 100

/** GET /trade/quote. `outAmount` and `minOutAmount` are what the trader gets, the platform's fee taken off. */
export function tradeQuote(world: BagsWorld, { query }: VendorRequest): VendorReply {
  const inputMint = mintOf(query, 'inputMint')
  const outputMint = mintOf(query, 'outputMint')
  const amount = amountOf(query)
  const slippageBps = slippageOf(query)
  const fee = feeLeg(world, inputMint, outputMint)
  const onInput = fee.side === 'input' ? feeOf(amount) : 0n
  const route = findRoute(world, inputMint, outputMint, amount - onInput)
  if (!route) throw refusal(400, 'No route found for this pair')
  const onOutput = fee.side === 'output' ? feeOf(route.out) : 0n
  const minimum = minimumOut(route.out, slippageBps) - onOutput
  const decimals = (mint: string): number => world.tokens.byMint(mint)?.decimals ?? 0
  return answer({
    requestId: randomUUID(),
    contextSlot: Number(world.chain.slot),
    inAmount: amount.toString(),
    inputMint,
    outAmount: (route.out - onOutput).toString(),
    outputMint,
    minOutAmount: minimum.toString(),
    otherAmountThreshold: minimum.toString(),
    priceImpactPct: String(route.priceImpactPct),
    slippageBps,
    routePlan: route.hops.map((hop) => ({
      venue: labelOf(hop),
      inAmount: hop.amountIn.toString(),
      outAmount: hop.out.toString(),
      inputMint: hop.inputMint,
      outputMint: hop.outputMint,
      inputMintDecimals: decimals(hop.inputMint),
      outputMintDecimals: decimals(hop.outputMint),
      marketKey: hop.pool.address,
      data: '',
    })),
    platformFee: {
      amount: (onInput + onOutput).toString(),
      feeBps: PLATFORM_FEE_BPS,
      feeAccount: fee.account,
      segmenterFeeAmount: '0',
      segmenterFeePct: 0,
    },
    simulatedComputeUnits: null,
  })
}

function mintOf(query: URLSearchParams, name: string): string {
  const text = query.get(name)
  if (!text) throw refusal(400, `${name} is required`)
  try {
    decodeAddress(text)
    return text
  } catch {
    throw refusal(400, `${name} must be a valid public key`)
  }
}

function amountOf(query: URLSearchParams): bigint {
  const text = query.get('amount') ?? ''
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > MAX_U64 || BigInt(text) === 0n)
    throw refusal(400, 'amount must be a positive whole number')
  return BigInt(text)
}

function slippageOf(query: URLSearchParams): number {
  const mode = query.get('slippageMode') ?? 'auto'
  if (mode === 'auto') return AUTO_SLIPPAGE_BPS
  if (mode !== 'manual') throw refusal(400, "slippageMode must be 'auto' or 'manual'")
  const text = query.get('slippageBps') ?? ''
  if (!/^\d{1,5}$/.test(text) || Number(text) > 10_000)
    throw refusal(400, 'slippageBps is required from 0 to 10000 when slippageMode is manual')
  return Number(text)
}
