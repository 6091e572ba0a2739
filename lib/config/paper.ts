import type { z } from 'zod'
import { wholeNumber } from './fields'

export type PaperConfig = {
  /** What a paper wallet starts with, in base units. */
  usdcRaw: bigint
  lamports: bigint
  /** From the decision to the block; a trade on mainnet takes about three slots. */
  latencyMs: number
  priorityFeeLamports: bigint
}

export const paperFields = {
  PAPER_USDC: wholeNumber(0, 1_000_000_000).default(10_000),
  PAPER_SOL: wholeNumber(0, 1_000_000).default(10),
  PAPER_LATENCY_MS: wholeNumber(0, 60_000).default(1_200),
  PAPER_PRIORITY_FEE_LAMPORTS: wholeNumber(0, 100_000_000).default(100_000),
}

type PaperValues = z.infer<z.ZodObject<typeof paperFields>>

export const paperFrom = (values: PaperValues): PaperConfig => ({
  usdcRaw: BigInt(values.PAPER_USDC) * 1_000_000n,
  lamports: BigInt(values.PAPER_SOL) * 1_000_000_000n,
  latencyMs: values.PAPER_LATENCY_MS,
  priorityFeeLamports: BigInt(values.PAPER_PRIORITY_FEE_LAMPORTS),
})
