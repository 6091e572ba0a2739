import { recordAudit } from '@/lib/db/audit'
import {
  findOperation,
  moveOperation,
  type OperationRow,
  postponeOperation,
} from '@/lib/db/wallet-operation-repository'
import { walletById, type WalletRow } from '@/lib/db/wallet-repository'
import { backoffMs } from '@/lib/domain/execution/retry-policy'
import { liveOperationStatuses, type OperationKind } from '@/lib/domain/wallets/operation-status'
import { errorMessage, isAppError } from '@/lib/errors'
import { effectiveTradingState, holdTradingState } from '../trading-state/effective-trading-state'
import { endOperation } from './end-operation'
import { followOperation } from './follow-operation'
import type { OperationDeps, OperationPreparer } from './operation-deps'
import { prepareReclaim } from './prepare-reclaim'
import { prepareWithdrawal } from './prepare-withdrawal'
import { publishOperation } from './publish-operation'
import { heldBefore, witnessOf } from './witness-of'

/** Deposits are built for another signer, by the web process. */
const preparers: Partial<Record<OperationKind, OperationPreparer>> = {
  WITHDRAWAL: prepareWithdrawal,
  RECLAIM: prepareReclaim,
}

/** One that could not be signed within this time is refused: its owner has stopped waiting. */
const PREPARE_TTL_MS = 10 * 60_000

/**
 * Works on an operation until it is finished. Runs may overlap: every step is a compare-and-set, so the
 * loser merely follows. Called again after a crash it goes on where the database says it was.
 */
export const executeOperation = async (
  deps: OperationDeps,
  id: string,
  signal: AbortSignal,
): Promise<void> => {
  for (let failures = 0; ;) {
    signal.throwIfAborted()
    const row = await findOperation(deps.db, id)
    const wallet = row && (await walletById(deps.db, row.walletId))
    if (!row || !wallet) return
    if (isLive(row)) {
      await followOperation(deps, row, wallet, signal)
      return publishOperation(deps, id)
    }
    if (row.status !== 'RECEIVED') return
    const wait = await prepare(deps, row, wallet, failures)
    await publishOperation(deps, id)
    if (wait === null) continue
    failures += 1
    await deps.pause(wait, signal)
  }
}

const isLive = ({ status }: OperationRow): boolean =>
  (liveOperationStatuses as readonly string[]).includes(status)

/** Signs and stores it. Answers how long to wait before the next try; null when it has moved on. */
const prepare = async (
  deps: OperationDeps,
  row: OperationRow,
  wallet: WalletRow,
  failures: number,
): Promise<number | null> => {
  const refuse = async (why: string) => {
    await endOperation(deps, row, 'REJECTED', `Not sent, nothing moved. ${why}`)
    return null
  }
  const late = deps.now().getTime() - row.createdAt.getTime() > PREPARE_TTL_MS
  if (late) return refuse(`It could not be signed within ten minutes. ${row.detail} Ask again.`)
  try {
    const { state } = await effectiveTradingState(deps.db, row.userId, deps.now())
    if (state === 'FROZEN')
      return await postpone(deps, row, failures, 'Waits: trading is frozen and nothing is signed.')
    const preparer = preparers[row.kind]
    if (!preparer) return await refuse('This kind of operation cannot be carried out.')
    const held = await heldBefore(deps.chain, await witnessOf(deps.db, row, wallet))
    const { transaction, expiry } = await preparer(deps, row, wallet)
    const { signed, signature } = await deps.signer.sign(wallet, transaction)
    await store(deps, row, { transaction: signed, signature, ...expiry, ...held })
    return null
  } catch (error) {
    if (!isAppError(error))
      deps.logger.error({ operationId: row.id, error: errorMessage(error) }, 'preparing failed')
    const passing = !isAppError(error) || error.retry === 'retryable'
    const why = isAppError(error) ? error.message : 'Something went wrong inside JARVIS.'
    return passing ? postpone(deps, row, failures, why) : refuse(why)
  }
}

type Signed = Pick<
  OperationRow,
  'transaction' | 'signature' | 'blockhash' | 'lastValidBlockHeight' | 'heldBeforeRaw' | 'heldBeforeSlot'
>

/** From here on the bytes may be sent, and only these. Cancelled meanwhile: they are thrown away unsent. */
const store = async (deps: OperationDeps, row: OperationRow, signed: Signed): Promise<void> => {
  const detail = 'Signed and stored; it is being sent.'
  await deps.db.transaction(async (tx) => {
    // Held while storing: once a freeze is answered, nothing more is stored, and what is not stored is never sent.
    const { state } = await holdTradingState(tx, row.userId, deps.now())
    if (state === 'FROZEN') return
    if (!(await moveOperation(tx, row.id, ['RECEIVED'], 'SIGNED', deps.now(), { ...signed, detail }))) return
    await recordAudit(tx, {
      userId: row.userId,
      actor: { kind: 'system', id: 'wallets' },
      action: `${row.kind.toLowerCase()}.signed`,
      subject: row.id,
      details: { signature: signed.signature, lastValidBlockHeight: String(signed.lastValidBlockHeight) },
    })
  })
}

const postpone = async (
  deps: OperationDeps,
  row: OperationRow,
  failures: number,
  why: string,
): Promise<number> => {
  const wait = backoffMs(failures + 1, deps.random())
  await postponeOperation(deps.db, row.id, new Date(deps.now().getTime() + wait), `${why} Trying again.`)
  return wait
}
