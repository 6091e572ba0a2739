import { computeUnitLimit, computeUnitPrice, type Instruction } from '@/sandbox/amm/instructions'
import type { SwapInstructions } from '@/sandbox/amm/swap-instructions'
import { unsignedTransaction, type UnsignedTransaction } from '@/sandbox/amm/unsigned-transaction'
import { pickPercentile } from '@/sandbox/chain/fee-samples'
import type { JupiterWorld } from './jupiter-world'

export const MAX_COMPUTE_UNITS = 1_400_000
/** Room above what the simulation used, because the pools may have moved by then. */
const COMPUTE_MARGIN = 1.2
/** A vendor takes the blockhash at `confirmed`: one that every node at that level knows. */
const CONFIRMED_AFTER_SLOTS = 2

/** Slots after which a blockhash is dead for certain: what `stale_blockhash` hands out unless told otherwise. */
const DEAD_AFTER_SLOTS = 151

export type PriorityLevel = 'medium' | 'high' | 'veryHigh'
/** How the caller wants to pay for priority: exactly per unit, exactly in all, or by level up to a cap. */
export type PriorityFee =
  { microLamportsPerUnit: number } | { lamports: number } | { level: PriorityLevel; maxLamports: number }

/** Jupiter's levels are percentiles of what recent transactions paid; the floors stand for a quiet chain. */
const LEVELS: Record<PriorityLevel, { percentile: number; floor: number }> = {
  medium: { percentile: 0.25, floor: 5_000 },
  high: { percentile: 0.5, floor: 20_000 },
  veryHigh: { percentile: 0.75, floor: 100_000 },
}
const LOOKBACK_SLOTS = 150

export type BuiltSwap = {
  transaction: UnsignedTransaction
  /** Belongs to the blockhash inside the transaction. */
  lastValidBlockHeight: bigint
  computeUnitLimit: number
  microLamportsPerUnit: number
  prioritizationFeeLamports: number
  simulation: { err: unknown; logs: string[] } | null
}

export type BuildOptions = {
  payer: string
  parts: SwapInstructions
  extra: Instruction[]
  fee: PriorityFee
  /** Simulate and set the limit from what was used; otherwise the maximum. */
  simulate: boolean
  slotsToExpiry?: number | undefined
  legacy: boolean
  /** Whose faults strike; Jupiter's unless it says otherwise. */
  target?: string
}

/** The unsigned transaction as Jupiter arranges it: compute budget, setup, swap, cleanup. */
export function buildSwap(world: JupiterWorld, path: string, options: BuildOptions): BuiltSwap {
  const { blockhash, lastValidBlockHeight } = pickBlockhash(world, path, options)
  const { payer, parts, extra, legacy } = options
  const assemble = (units: number, price: number) => {
    const budget = [computeUnitLimit(units), computeUnitPrice(price)]
    const instructions = [...budget, ...parts.setup, parts.swap, ...parts.cleanup, ...extra]
    return unsignedTransaction({ payer, blockhash, instructions, legacy })
  }
  const simulation = options.simulate
    ? world.chain.simulate(assemble(MAX_COMPUTE_UNITS, 0).wire, { replaceBlockhash: true })
    : null
  const limit =
    simulation && simulation.err === null
      ? Math.min(MAX_COMPUTE_UNITS, Math.ceil(Number(simulation.unitsConsumed) * COMPUTE_MARGIN))
      : MAX_COMPUTE_UNITS
  const price = unitPrice(world, options.fee, limit)
  return {
    transaction: assemble(limit, price),
    lastValidBlockHeight,
    computeUnitLimit: limit,
    microLamportsPerUnit: price,
    prioritizationFeeLamports: Math.ceil((price * limit) / 1e6),
    simulation: simulation && { err: simulation.err, logs: simulation.logs },
  }
}

export function unitPrice({ chain }: JupiterWorld, fee: PriorityFee, limit: number): number {
  if ('microLamportsPerUnit' in fee) return fee.microLamportsPerUnit
  if ('lamports' in fee) return Math.floor((fee.lamports * 1e6) / limit)
  const { percentile, floor } = LEVELS[fee.level]
  const paid = pickPercentile(chain.fees.prices([], LOOKBACK_SLOTS), percentile)
  return Math.min(Math.max(floor, Number(paid)), Math.floor((fee.maxLamports * 1e6) / limit))
}

function pickBlockhash(
  { chain, faults }: JupiterWorld,
  path: string,
  { slotsToExpiry, target = 'jupiter' }: Pick<BuildOptions, 'slotsToExpiry' | 'target'>,
) {
  const newest = chain.latestBlockhash()
  const lifetime = Number(newest.lastValidBlockHeight - chain.blockHeight)
  const stale = faults.take(target, 'stale_blockhash', path) ?? faults.take('chain', 'stale_blockhash')
  const age = stale ? Number(stale.value ?? DEAD_AFTER_SLOTS) : lifetime - (slotsToExpiry ?? lifetime)
  const issued = chain.blockhashes.at(chain.slot - BigInt(Math.max(age, CONFIRMED_AFTER_SLOTS)))
  return { blockhash: issued.blockhash, lastValidBlockHeight: issued.height + BigInt(lifetime) }
}
