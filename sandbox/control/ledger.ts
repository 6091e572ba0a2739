import type { Chain, LandedTransaction, TokenBalance } from '@/sandbox/chain/chain'
import { fromBaseUnits } from './input'

export type LedgerTransaction = {
  signature: string
  slot: number
  err: unknown
  /** The whole fee of the transaction, paid by the first signer. */
  feeLamports: string
  signers: string[]
  /** Differences made to this wallet; the native balance (fee included) has the mint "SOL". */
  changes: { mint: string; deltaRaw: string }[]
}

export type Ledger = {
  sol: string
  lamports: string
  tokens: { mint: string; symbol: string | null; amountRaw: string }[]
  transactions: LedgerTransaction[]
}

/** The chain's own account of one wallet, newest transaction last. */
export function readLedger(chain: Chain, wallet: string, symbolOf: (mint: string) => string | null): Ledger {
  const lamports = chain.getAccount(wallet)?.lamports ?? 0n
  const holdings = chain.tokenAccountsOf(wallet)
  const held = new Map<string, bigint>()
  for (const { mint, amount } of holdings) held.set(mint, (held.get(mint) ?? 0n) + amount)
  return {
    sol: fromBaseUnits(lamports, 9),
    lamports: lamports.toString(),
    tokens: [...held].sort(byMint).map(([mint, amount]) => ({
      mint,
      symbol: symbolOf(mint),
      amountRaw: amount.toString(),
    })),
    transactions: transactionsOf(chain, [wallet, ...holdings.map((holding) => holding.address)]).map(
      (landed) => describe(landed, wallet),
    ),
  }
}

/** Every transaction that names one of the addresses, oldest first. */
function transactionsOf(chain: Chain, addresses: string[]): LandedTransaction[] {
  const found = new Map<string, LandedTransaction>()
  for (const address of addresses) {
    for (const signature of chain.signaturesFor(address).toReversed()) {
      const landed = chain.transaction(signature)
      if (landed) found.set(signature, landed)
    }
  }
  return [...found.values()].sort((a, b) => chain.landingOrder(a.signature) - chain.landingOrder(b.signature))
}

function describe(landed: LandedTransaction, wallet: string): LedgerTransaction {
  const deltas = new Map<string, bigint>()
  const add = (mint: string, amount: bigint) => deltas.set(mint, (deltas.get(mint) ?? 0n) + amount)

  const index = landed.accountKeys.findIndex((key) => key.address === wallet)
  if (index >= 0) add('SOL', (landed.postBalances[index] ?? 0n) - (landed.preBalances[index] ?? 0n))
  const own = (balance: TokenBalance) => balance.owner === wallet
  for (const { mint, amount } of landed.postTokenBalances.filter(own)) add(mint, amount)
  for (const { mint, amount } of landed.preTokenBalances.filter(own)) add(mint, -amount)

  return {
    signature: landed.signature,
    slot: Number(landed.slot),
    err: landed.err,
    feeLamports: landed.fee.toString(),
    signers: landed.accountKeys.filter((key) => key.signer).map((key) => key.address),
    changes: [...deltas]
      .filter(([, delta]) => delta !== 0n)
      .sort(byMint)
      .map(([mint, delta]) => ({ mint, deltaRaw: delta.toString() })),
  }
}

/** The native balance first, then the mints in order, so that two readings can be compared. */
function byMint([a]: [string, bigint], [b]: [string, bigint]): number {
  return Number(b === 'SOL') - Number(a === 'SOL') || (a < b ? -1 : 1)
}
