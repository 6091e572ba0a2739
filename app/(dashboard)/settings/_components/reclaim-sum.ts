import type { ReclaimableAccountView } from '@/lib/contracts/reclaim'
import { decimalString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import { reclaimFeeLamports } from '@/lib/domain/wallets/reclaim'

/** What closing these brings back and costs at most, in SOL, and what is burnt for it. */
export const sumOf = (accounts: readonly ReclaimableAccountView[]) => {
  const sol = (lamports: bigint) => decimalString(toUi(lamports, SOL_DECIMALS))
  return {
    rentSol: sol(accounts.reduce((sum, account) => sum + BigInt(account.rentLamports), 0n)),
    feeSol: sol(reclaimFeeLamports(accounts.length)),
    burnt: accounts.filter((account) => account.kind === 'DUST'),
  }
}
