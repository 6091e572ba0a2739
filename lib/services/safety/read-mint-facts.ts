import type { Executor } from '@/lib/db/client'
import { storeMintFacts } from '@/lib/db/token-repository'
import { epochOf, feeInEpoch, readMintAccount } from '@/lib/domain/tokens/mint-account'
import type { StoredMintFacts } from '@/lib/domain/tokens/safety'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'

export type ReadMintFactsDeps = { db: Executor; accounts: AccountReader; now: () => Date }

/** What the mint accounts say now, kept beside the tokens. A mint that is no mint is absent. Throws what the reader throws. */
export const readMintFacts = async (
  { db, accounts, now }: ReadMintFactsDeps,
  mints: readonly string[],
): Promise<ReadonlyMap<string, StoredMintFacts>> => {
  const wanted = [...new Set(mints)]
  const found = mintFactsOf(await accounts.accounts(wanted), wanted, now())
  await storeMintFacts(db, found)
  return found
}

/** Of those accounts that are mints. */
export const mintFactsOf = (
  read: ReadonlyMap<string, AccountUpdate>,
  mints: readonly string[],
  now: Date,
): ReadonlyMap<string, StoredMintFacts> => {
  const found = new Map<string, StoredMintFacts>()
  for (const mint of mints) {
    const account = read.get(mint)
    const facts = account && factsOf(account, now)
    if (facts) found.set(mint, facts)
  }
  return found
}

const factsOf = (account: AccountUpdate, now: Date): StoredMintFacts | null => {
  const mint = readMintAccount(account.owner, account.data)
  if (!mint) return null
  const epoch = epochOf(account.slot)
  const later = mint.fees && mint.fees.newer.epoch > epoch ? mint.fees.newer : null
  return {
    mintAuthorityDisabled: mint.mintAuthorityDisabled,
    freezeAuthorityDisabled: mint.freezeAuthorityDisabled,
    blockers: mint.blockers,
    taxBps: mint.fees ? feeInEpoch(mint.fees, epoch).bps : 0,
    laterTax: later && { bps: later.bps, epoch: later.epoch.toString() },
    decimals: mint.decimals,
    readAt: now.toISOString(),
  }
}
