import type { OperationRow } from '@/lib/db/wallet-operation-repository'
import { type StoredAlert, storeAlert } from '../alerts/raise-alert'
import { endOperation } from './end-operation'
import type { OperationDeps } from './operation-deps'
import { operationView } from './operation-view'

const NAMES = { WITHDRAWAL: 'withdrawal', DEPOSIT: 'deposit', RECLAIM: 'closing of token accounts' } as const

const DEAD = 'It never landed and no longer can. Nothing moved; ask again.'
const unclear = (signature: string) =>
  `No node knows it and its time has passed, but your wallet does not bear out that nothing moved. Its signature is ${signature}: look at it in an explorer, and at both wallets, before you ask again.`

/**
 * Ends a transfer that nodes swear dead. `isUnclear`: by their word alone, after all the doubt there was; it keeps when
 * that began, which marks it, and its trader is warned in the same transaction.
 */
export const endDead = async (deps: OperationDeps, row: OperationRow, isUnclear: boolean): Promise<void> => {
  if (!isUnclear) {
    await endOperation(deps, row, 'EXPIRED', DEAD, { doubtedAt: null })
    return
  }
  const { amount, asset, to } = await operationView(deps.db, row)
  const detail = unclear(row.signature!)
  let alert = null as StoredAlert | null
  await endOperation(deps, row, 'EXPIRED', detail, {}, async (tx) => {
    alert = await storeAlert(tx, deps, {
      userId: row.userId,
      level: 'crit',
      title: `A ${NAMES[row.kind]} could not be cleared up`,
      detail: `${amount} ${asset.symbol} to ${to}. ${detail}`,
      occasion: `unclear ${row.signature}`,
      positionId: null,
    })
  })
  if (alert) deps.live.publish(alert)
}
