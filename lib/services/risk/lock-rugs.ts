import { trappedTokens } from '@/lib/db/protection-repository'
import { findToken } from '@/lib/db/token-repository'
import { setLock, type SetLockDeps } from './set-lock'

const RUG_LOCK_MS = 7 * 24 * 3_600_000

/** Looks for tokens that somebody holds and cannot sell. */
export const lockRugs = async (deps: SetLockDeps): Promise<void> => {
  for (const { mint, symbol } of await trappedTokens(deps.db))
    await lockRuggedDeployer(deps, { mint, reason: `${symbol} can no longer be sold.` })
}

/**
 * Keeps everyone out of a deployer's tokens for seven days after one of them proved to be a rug: it cannot be
 * sold, or its liquidity was pulled. Where the deployer is not known, out of that token. Once per token.
 */
export const lockRuggedDeployer = async (
  deps: SetLockDeps,
  rug: { mint: string; reason: string },
): Promise<void> => {
  const token = await findToken(deps.db, rug.mint)
  const deployer = token?.deployer ?? null
  const symbol = token?.symbol ?? rug.mint
  await setLock(deps, {
    userId: null,
    kind: 'RUG',
    evidence: rug.mint,
    until: new Date(deps.now().getTime() + RUG_LOCK_MS),
    reason: `${rug.reason} ${deployer ? 'Tokens of the same deployer are' : 'This token is'} kept out for 7 days.`,
    ...(deployer === null
      ? { mint: rug.mint, of: symbol }
      : { deployer, of: `tokens of the deployer of ${symbol}` }),
  })
}
