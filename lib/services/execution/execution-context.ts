import type { StoredJob } from '@/lib/db/job-repository'
import type { OrderRow } from '@/lib/db/order-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'

export const executorActor = { kind: 'system', id: 'execution' } as const

/** An order with what its execution needs to know. */
export type Job = StoredJob

export const swapSides = (order: OrderRow): { inputMint: string; outputMint: string } =>
  order.side === 'BUY'
    ? { inputMint: USDC_MINT, outputMint: order.tokenMint }
    : { inputMint: order.tokenMint, outputMint: USDC_MINT }
