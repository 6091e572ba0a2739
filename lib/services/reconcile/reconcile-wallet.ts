import { bookedHoldings, type BookedHolding, type HoldingWallet } from '@/lib/db/holdings-repository'
import { agreedHolding } from '@/lib/domain/positions/outside-move'
import type { ChainReader } from '@/lib/ports/chain'
import type { ReadMarket } from '../market-view'
import { bookOutsideMove, type OutsideMoveDeps } from './book-outside-move'
import { derivePrice } from './derive-price'
import type { ToldMove } from './tell-outside-move'

export type ReconcileWalletDeps = OutsideMoveDeps & {
  chain: Pick<ChainReader, 'balances' | 'surveyBalances'>
  readMarket: ReadMarket
  onShrunk: (shrunk: ToldMove) => void
}

/** Differences seen once; only one seen again, unchanged, is acted on. */
export type Sightings = Map<string, string>

/**
 * Compares what a wallet holds with what its positions say. A transaction that is out explains any
 * difference and is left to its own end. A shortage is booked as an outside move when two nodes agree on it
 * at `finalized`, twice in a row. More than is booked is the trader's own business: free tokens.
 * False: something is not explained yet; look again soon. Throws when the chain cannot be read.
 */
export const reconcileWallet = async (
  deps: ReconcileWalletDeps,
  wallet: HoldingWallet,
  sightings: Sightings,
): Promise<boolean> => {
  const booked = (await bookedHoldings(deps.db, wallet.id)).filter(({ amountRaw }) => amountRaw > 0n)
  const { tokens } = await deps.chain.balances(wallet.address)
  const short = booked.filter(({ mint, amountRaw, busy }) => !busy && (tokens.get(mint) ?? 0n) < amountRaw)
  forget(sightings, wallet, short)
  if (short.length === 0) return true

  const survey = await deps.chain.surveyBalances(wallet.address)
  const settled = await Promise.all(
    short.map((holding) => {
      const witnesses = survey.answers.map(({ balances }) => ({
        slot: balances.slot,
        heldRaw: balances.tokens.get(holding.mint) ?? 0n,
      }))
      const heldRaw = agreedHolding(witnesses, survey.asked, holding.lastSlot)
      const slot = witnesses.reduce((newest, witness) => (witness.slot > newest ? witness.slot : newest), 0n)
      return heldRaw !== null && heldRaw < holding.amountRaw
        ? settle(deps, wallet, holding, { heldRaw, slot }, sightings)
        : false
    }),
  )
  return settled.every(Boolean)
}

const keyOf = (wallet: HoldingWallet, mint: string): string => `${wallet.id}:${mint}`

const forget = (sightings: Sightings, wallet: HoldingWallet, short: readonly BookedHolding[]): void => {
  const kept = new Set(short.map(({ mint }) => keyOf(wallet, mint)))
  for (const key of sightings.keys())
    if (key.startsWith(`${wallet.id}:`) && !kept.has(key)) sightings.delete(key)
}

const settle = async (
  deps: ReconcileWalletDeps,
  wallet: HoldingWallet,
  booked: BookedHolding,
  proven: { heldRaw: bigint; slot: bigint },
  sightings: Sightings,
): Promise<boolean> => {
  const key = keyOf(wallet, booked.mint)
  const seen = `${booked.amountRaw} ${booked.fills} ${proven.heldRaw}`
  if (sightings.get(key) !== seen) {
    sightings.set(key, seen)
    return false
  }
  const price = await derivePrice(deps, booked.mint)
  const shrunk = await bookOutsideMove(deps, { wallet, booked, ...proven, price })
  if (shrunk === null) return false
  sightings.delete(key)
  for (const one of shrunk) deps.onShrunk(one)
  return true
}
