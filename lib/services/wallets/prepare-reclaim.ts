import { mintsInUse } from '@/lib/db/mints-in-use'
import { lockUser } from '@/lib/db/wallet-repository'
import { reclaimFeeLamports, type ReclaimRequest, rentOf } from '@/lib/domain/wallets/reclaim'
import { AppError } from '@/lib/errors'
import { BALANCE_LAG_MS } from './free-balance'
import type { OperationDeps, OperationPreparer } from './operation-deps'
import { storedPlan } from './reclaim-plan'

const refused = (detail: string) => new AppError('internal', `${detail} Nothing was signed; ask again.`)

/** Books and chain are asked again: an account that a trade began to use, or that changed, stays open. */
export const prepareReclaim: OperationPreparer = async (deps, row, wallet) => {
  const request: ReclaimRequest = { owner: wallet.address, accounts: storedPlan(row.plan) }
  const inUse = await deps.db.transaction(async (tx) => {
    await lockUser(tx, row.userId)
    return mintsInUse(tx, row.walletId, new Date(deps.now().getTime() - BALANCE_LAG_MS), row.id)
  })
  const used = request.accounts.find((account) => inUse.has(account.mint))
  if (used) throw refused(`A position or an order uses ${used.address} now.`)
  await assertUnchanged(deps, request)

  const expiry = await deps.chain.latestBlockhash()
  const transaction = deps.reclaims.build(request, expiry)
  const check = await deps.reclaims.check(transaction, request)
  if (!check.ok) throw refused(`The transaction does not do what was asked: ${check.problem}.`)
  await simulate(deps, transaction, request)
  return { transaction, expiry }
}

const assertUnchanged = async (deps: OperationDeps, { owner, accounts }: ReclaimRequest): Promise<void> => {
  const now = new Map((await deps.reclaims.tokenAccounts(owner)).map((account) => [account.address, account]))
  for (const { address, mint, amountRaw, lamports } of accounts) {
    const found = now.get(address)
    const same = found?.mint === mint && found.amountRaw === amountRaw && found.lamports === lamports
    if (!same || found.stuck) throw refused(`The account ${address} has changed.`)
  }
}

const simulate = async (
  deps: OperationDeps,
  transaction: Uint8Array,
  { owner, accounts }: ReclaimRequest,
): Promise<void> => {
  const simulation = await deps.chain.simulate(transaction, { wallet: owner, mints: [] })
  if (simulation.blockhashUnknown)
    throw new AppError('venue.unavailable', 'No node knows the blockhash yet.', { retry: 'retryable' })
  const { before, after } = simulation
  if (simulation.error !== null || !after)
    throw refused(`The simulated closing failed: ${simulation.error ?? 'no balances'}.`)
  const gained = after.lamports - before.lamports
  const least = rentOf(accounts) - reclaimFeeLamports(accounts.length)
  // Another transaction of the wallet may land between the two reads, so it is tried again.
  if (gained < least)
    throw new AppError('venue.unavailable', `It would bring ${gained} lamports, not ${least}.`, {
      retry: 'retryable',
    })
}
