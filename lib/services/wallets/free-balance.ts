import type { Executor } from '@/lib/db/client'
import { reservedLamports } from '@/lib/db/entry-lamports-repository'
import { walletClaims } from '@/lib/db/wallet-claims-repository'
import { leavingByOperations } from '@/lib/db/wallet-operation-repository'
import { solReserveLamports } from '@/lib/domain/risk/deny-entry'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { freeRaw } from '@/lib/domain/wallets/free-balance'
import { TOKEN_ACCOUNT_RENT_LAMPORTS, TRANSFER_FEE_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'
import type { Balances } from '@/lib/ports/chain'

/** A node may show a trade a little after we booked it: what ended this shortly before a balance was read counts as open. */
export const BALANCE_LAG_MS = 2_000

export type FreeBalance = {
  balanceRaw: bigint
  freeRaw: bigint
  /** SOL beyond the reserve that pays for a transfer; below zero when it does not. */
  spareLamports: bigint
  mintIsMoving: boolean
}

/**
 * What of an asset may leave the wallet now: not what positions hold, accepted entries or other
 * operations will take, nor the SOL that pays for getting out. Call it under the user's lock.
 */
export const readFreeBalance = async (
  tx: Executor,
  request: {
    walletId: string
    mint: string | null
    balances: Pick<Balances, 'lamports' | 'tokens'>
    /** When the balances were read. */
    asOf: Date
    except?: string
  },
): Promise<FreeBalance> => {
  const { walletId, mint, balances } = request
  const since = new Date(request.asOf.getTime() - BALANCE_LAG_MS)
  const claims = await walletClaims(tx, walletId, mint, since)
  const leaving = (await leavingByOperations(tx, [walletId], since, request.except)).get(walletId)!
  const entryLamports = await reservedLamports(tx, { walletId }, since)
  const reserved = solReserveLamports(claims.openPositions, claims.pendingEntries, entryLamports)
  const spareLamports = balances.lamports - reserved - leaving.lamports - TRANSFER_FEE_LAMPORTS
  if (mint === null)
    return {
      balanceRaw: balances.lamports,
      freeRaw: spareLamports > 0n ? spareLamports : 0n,
      spareLamports,
      mintIsMoving: false,
    }
  const balanceRaw = balances.tokens.get(mint) ?? 0n
  return {
    balanceRaw,
    freeRaw: freeRaw(balanceRaw, {
      positionsRaw: claims.positionsRaw,
      entriesRaw: mint === USDC_MINT ? claims.entriesUsdcRaw : 0n,
      leavingRaw: leaving.tokens.get(mint) ?? 0n,
    }),
    // The receiver may have no account for the token yet.
    spareLamports: spareLamports - TOKEN_ACCOUNT_RENT_LAMPORTS,
    mintIsMoving: claims.mintIsMoving,
  }
}
