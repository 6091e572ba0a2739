import type { WalletOperationView } from '@/lib/contracts/wallets'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { findOperation, moveOperation } from '@/lib/db/wallet-operation-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { AppError } from '@/lib/errors'
import type { WalletSignatures } from '@/lib/ports/wallet-signatures'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import { operationView } from './operation-view'

export type SubmitDepositDeps = {
  db: Database
  signatures: WalletSignatures
  enqueue: Enqueue
  onEnqueueFailed: (operationId: string, error: unknown) => void
}

/** Takes a deposit back signed, with nothing but the signature added, and lets it be sent. */
export const submitDeposit = async (
  deps: SubmitDepositDeps,
  ctx: Context,
  id: string,
  signedTransaction: Uint8Array,
): Promise<WalletOperationView> => {
  const row = await findOperation(deps.db, id)
  if (row?.userId !== ctx.userId || row.kind !== 'DEPOSIT' || !row.transaction)
    throw new AppError('not_found', 'There is no deposit with this id.')
  const wallet = (await walletById(deps.db, row.walletId))!
  const verified = deps.signatures.verifyTransaction(signedTransaction, row.transaction, wallet.address)
  if (!verified)
    throw new AppError(
      'validation',
      'signedTransaction: is not the deposit that was to be signed, or not signed by its wallet.',
    )
  await deps.db.transaction(async (tx) => {
    const change = {
      transaction: verified.signed,
      signature: verified.signature,
      detail: 'Signed and stored; it is being sent.',
    }
    if (!(await moveOperation(tx, id, ['AWAITING_SIGNATURE'], 'SIGNED', ctx.now(), change))) return
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'deposit.signed',
      subject: id,
      details: { signature: verified.signature },
    })
  })
  const stored = (await findOperation(deps.db, id))!
  if (stored.signature !== verified.signature)
    throw new AppError('validation', 'This deposit was cancelled or not signed in time. Start a new one.')
  await deps
    .enqueue('run-wallet-operation', { operationId: id }, 'entry')
    .catch((error: unknown) => deps.onEnqueueFailed(id, error))
  return operationView(deps.db, stored)
}
