import type { AttemptFailure } from '@/lib/domain/execution/retry-policy'
import type { PreparedSwap, VenueOffer } from '@/lib/ports/execution-venue'
import { type RehearsalDeps, rehearseSwap } from './rehearse-swap'
import type { Routes } from './router/swap-router'

export type OffersToRehearse = Pick<Routes, 'ranked' | 'complete'> & {
  wallet: string
  sides: { inputMint: string; outputMint: string }
  /** What a thrown error means here; throws where it must not be caught. */
  failureOf: (error: unknown) => AttemptFailure
}

/** From what passes by itself to what does not. */
const LEAST_DEFINITIVE: readonly AttemptFailure['kind'][] = [
  'slippage',
  'pool_moved',
  'unavailable',
  'refused',
]

/**
 * Builds and rehearses the best offer, and where that fails the next one: nothing has been signed, let alone sent, so
 * another venue may be taken (F02). Where none goes through, the failure that most likely passes is told, and a
 * definitive no only where every venue has said it: one venue's word must neither end an entry nor trap a position.
 */
export const rehearseOffers = async (
  deps: RehearsalDeps,
  offers: OffersToRehearse,
  signal: AbortSignal,
): Promise<PreparedSwap | AttemptFailure> => {
  const failures: AttemptFailure[] = []
  for (const offer of offers.ranked) {
    const rehearsed = await rehearse(deps, offers, offer, signal)
    if (!('kind' in rehearsed)) return rehearsed
    failures.push(rehearsed)
  }
  const place = ({ kind }: AttemptFailure) => LEAST_DEFINITIVE.indexOf(kind)
  const told = failures.toSorted((one, other) => place(one) - place(other))[0]!
  return told.kind === 'refused' && !offers.complete
    ? { kind: 'unavailable', detail: `${told.detail} Another venue did not answer; it is asked again.` }
    : told
}

const rehearse = async (
  deps: RehearsalDeps,
  { wallet, sides, failureOf }: OffersToRehearse,
  offer: VenueOffer,
  signal: AbortSignal,
): Promise<PreparedSwap | AttemptFailure> => {
  try {
    const prepared = await offer.build()
    return (await rehearseSwap(deps, wallet, sides, prepared, signal)) ?? prepared
  } catch (error) {
    return failureOf(error)
  }
}
