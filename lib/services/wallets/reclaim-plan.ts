import type { AccountToClose } from '@/lib/domain/wallets/reclaim'

/** As stored with the operation: bigints are text in JSON. */
type StoredPlan = {
  accounts: (Omit<AccountToClose, 'amountRaw' | 'lamports'> & { amountRaw: string; lamports: string })[]
}

export const planToStore = (accounts: readonly AccountToClose[]): StoredPlan => ({
  accounts: accounts.map((account) => ({
    ...account,
    amountRaw: account.amountRaw.toString(),
    lamports: account.lamports.toString(),
  })),
})

export const storedPlan = (plan: Record<string, unknown>): AccountToClose[] =>
  (plan as StoredPlan).accounts.map((account) => ({
    ...account,
    amountRaw: BigInt(account.amountRaw),
    lamports: BigInt(account.lamports),
  }))
