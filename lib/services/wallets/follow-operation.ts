import { moveOperation, type OperationRow } from '@/lib/db/wallet-operation-repository'
import type { WalletRow } from '@/lib/db/wallet-repository'
import { errorMessage } from '@/lib/errors'
import type { WalletChanges } from '@/lib/ports/chain'
import { trackSignature, type StoredTransaction } from '../execution/track-signature'
import { judgeOperationDeath } from './doubt-operation'
import { endDead } from './end-dead'
import { endOperation } from './end-operation'
import type { OperationDeps } from './operation-deps'

/** Sends the stored bytes, follows them to their end and books it. */
export const followOperation = async (
  deps: OperationDeps,
  row: OperationRow,
  wallet: WalletRow,
  signal: AbortSignal,
): Promise<void> => {
  const sent = storedTransaction(row)
  const move = async (from: 'SIGNED' | 'SENT', to: 'SENT' | 'UNKNOWN', at: Date, detail: string) => {
    await moveOperation(deps.db, row.id, [from], to, at, { detail })
  }
  let unclear = false
  const outcome = await trackSignature(
    deps,
    sent,
    {
      subject: { operationId: row.id },
      onSending: (at) =>
        move('SIGNED', 'SENT', at, 'Handed to the senders; the same bytes go out again every 2 s.'),
      onUnknown: () =>
        move('SENT', 'UNKNOWN', deps.now(), 'Sent, not yet proven. Nothing else is signed for it.'),
      confirmsDeath: async (witnesses) => {
        const death = await judgeOperationDeath(deps, row, wallet, witnesses)
        unclear = death === 'unclear'
        return death !== 'doubtful'
      },
    },
    signal,
  )
  if (outcome.kind === 'dead') {
    await endDead(deps, row, unclear)
    return
  }
  const changes = await readChanges(deps, sent.signature, wallet.address, row.id, signal)
  const { slot, feeLamports, error } = changes
  await (error === null
    ? endOperation(
        deps,
        row,
        'CONFIRMED',
        `${row.kind === 'RECLAIM' ? 'Closed, and the rent is back,' : 'Arrived'} in slot ${slot}.`,
        { slot, feeLamports },
      )
    : endOperation(
        deps,
        row,
        'FAILED',
        `The chain refused it: ${error}. Only the network fee was spent; nothing else moved.`,
        { slot, feeLamports },
      ))
}

/** The row's check in the database says that all of them are there once it is signed. */
const storedTransaction = (row: OperationRow): StoredTransaction => {
  const { transaction, signature, blockhash, lastValidBlockHeight } = row
  if (!transaction || signature === null || blockhash === null || lastValidBlockHeight === null)
    throw new Error(`wallet operation ${row.id} is ${row.status} without its bytes`)
  return { transaction, signature, blockhash, lastValidBlockHeight }
}

/** It is in a block, so its record will appear. */
const readChanges = async (
  deps: OperationDeps,
  signature: string,
  address: string,
  operationId: string,
  signal: AbortSignal,
): Promise<WalletChanges> => {
  for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
    try {
      const changes = await deps.chain.walletChanges(signature, address)
      if (changes) return changes
    } catch (error) {
      deps.logger.warn({ operationId, error: errorMessage(error) }, 'transaction not read')
    }
    await deps.pause(delay, signal)
  }
}
