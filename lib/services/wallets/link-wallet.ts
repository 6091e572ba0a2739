import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { countLivePositionsOf } from '@/lib/db/wallet-claims-repository'
import {
  insertConnectedWallet,
  lockUser,
  setUnlinked,
  walletByAddress,
  walletById,
} from '@/lib/db/wallet-repository'
import { AppError } from '@/lib/errors'
import { spendWalletChallenge, type WalletChallengeDeps } from '../auth/wallet-challenge'
import type { Context } from '../context'
import { bookAddress } from './address-book'

export type LinkWalletDeps = WalletChallengeDeps & { waitMs: number }

const LABEL = 'My connected wallet'

/**
 * Links a wallet that has signed our message to the account. It enters the address book and waits there
 * like any other address: whoever took over a session must not pay itself at once.
 */
export const linkWallet = async (
  deps: LinkWalletDeps,
  ctx: Context,
  input: { nonce: string; signature: Uint8Array; domain: string },
): Promise<{ address: string }> => {
  const address = await spendWalletChallenge(deps, { ...input, purpose: 'LINK', userId: ctx.userId })
  await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const at = ctx.now()
    const row = { id: ctx.newId(), userId: ctx.userId, address, createdAt: at }
    if (!(await insertConnectedWallet(tx, row))) {
      const known = await walletByAddress(tx, address)
      if (known?.userId !== ctx.userId || known.kind !== 'CONNECTED')
        throw new AppError('forbidden', 'This wallet belongs to another account.')
      if (known.unlinkedAt === null) return
      await setUnlinked(tx, known.id, null)
    }
    await bookAddress(tx, deps.waitMs, ctx, { address, label: LABEL })
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'wallet.linked',
      subject: address,
      details: {},
    })
  })
  return { address }
}

/** It no longer signs in or trades. Refused while it holds positions, whose exits it must sign. */
export const unlinkWallet = async (deps: { db: Database }, ctx: Context, id: string): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const wallet = await walletById(tx, id)
    if (wallet?.userId !== ctx.userId || wallet.kind !== 'CONNECTED' || wallet.unlinkedAt)
      throw new AppError('not_found', 'There is no connected wallet with this id.')
    const held = await countLivePositionsOf(tx, id)
    if (held > 0)
      throw new AppError(
        'validation',
        `This wallet holds ${held} open ${held === 1 ? 'position' : 'positions'}. Sell first: only it can sign those sells.`,
      )
    await setUnlinked(tx, id, ctx.now())
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'wallet.unlinked',
      subject: wallet.address,
      details: {},
    })
  })
}
