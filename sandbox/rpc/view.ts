import type { AsOf } from '@/sandbox/chain/account-store'
import type { Chain, Commitment } from '@/sandbox/chain/chain'
import { COMMITMENT_DEPTH } from '@/sandbox/chain/confirmation'
import { type Config, natural } from './params'
import { invalidParams, minContextSlotNotReached } from './rpc-error'

/** The chain as one request may see it: at its commitment, on a provider that may lag. */
export type View = {
  slot: bigint
  height: bigint
  /** Undefined reads the newest state. */
  asOf: AsOf | undefined
}

const LEGACY_COMMITMENTS: Record<string, Commitment> = {
  recent: 'processed',
  single: 'confirmed',
  singleGossip: 'confirmed',
  root: 'finalized',
  max: 'finalized',
}

export function commitmentOf(value: unknown): Commitment {
  if (value === undefined || value === null) return 'finalized'
  if (value === 'processed' || value === 'confirmed' || value === 'finalized') return value
  const legacy = typeof value === 'string' ? LEGACY_COMMITMENTS[value] : undefined
  if (!legacy) throw invalidParams(`Invalid params: unknown commitment ${JSON.stringify(value)}`)
  return legacy
}

/** Throws -32016 when the view has not reached `config.minContextSlot`. `lag` is the provider's, in slots. */
export function viewFor(chain: Chain, lag: bigint, config: Config): View {
  return checkedView(chain, lag, commitmentOf(config.commitment), config.minContextSlot)
}

export function checkedView(
  chain: Chain,
  lag: bigint,
  commitment: Commitment,
  minContextSlot: unknown,
): View {
  const view = viewAt(chain, lag, commitment)
  if (minContextSlot !== undefined && minContextSlot !== null) {
    if (view.slot < natural(minContextSlot, 'minContextSlot')) throw minContextSlotNotReached(view.slot)
  }
  return view
}

export function viewAt(chain: Chain, lag: bigint, commitment: Commitment): View {
  const { slot, height } = chain.blockhashes.at(chain.slot - lag - COMMITMENT_DEPTH[commitment])
  return { slot, height, asOf: slot === chain.slot ? undefined : { slot, strict: lag > 0n } }
}

export const API_VERSION = '2.3.0'

export const withContext = (view: View, value: unknown) => ({
  context: { apiVersion: API_VERSION, slot: Number(view.slot) },
  value,
})
