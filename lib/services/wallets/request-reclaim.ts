import type { ReclaimInput } from '@/lib/contracts/reclaim'
import type { WalletOperationView } from '@/lib/contracts/wallets'
import { recordAudit } from '@/lib/db/audit'
import { type Database, type Executor, isUniqueViolation } from '@/lib/db/client'
import { mintsInUse } from '@/lib/db/mints-in-use'
import { findOperation, insertOperation } from '@/lib/db/wallet-operation-repository'
import { lockUser, tradingWallet, type WalletRow } from '@/lib/db/wallet-repository'
import { type AccountToClose, rentOf } from '@/lib/domain/wallets/reclaim'
import { AppError } from '@/lib/errors'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import type { Idempotency } from '../trade/idempotency'
import { holdTradingState } from '../trading-state/effective-trading-state'
import { BALANCE_LAG_MS } from './free-balance'
import { type ListReclaimableDeps, type Reclaimable, reclaimableAccounts } from './list-reclaimable'
import { operationView } from './operation-view'
import { planToStore } from './reclaim-plan'
import { replayedOperation } from './replayed-operation'

export type RequestReclaimDeps = ListReclaimableDeps & {
  db: Database
  enqueue: Enqueue
  onEnqueueFailed: (operationId: string, error: unknown) => void
}

/**
 * Accepts the closing of token accounts. Which they are and what they hold is stored with it; the worker asks
 * the chain and the books again before it signs. Throws AppError `validation` for an account that must stay.
 */
export const requestReclaim = async (
  deps: RequestReclaimDeps,
  ctx: Context,
  input: ReclaimInput,
  idempotency: Idempotency,
): Promise<WalletOperationView> => {
  const replayed = await replayedOperation(deps.db, ctx.userId, 'RECLAIM', idempotency)
  if (replayed) return operationView(deps.db, replayed)
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('forbidden', 'This account has no trading wallet yet.')
  const known = new Map((await reclaimableAccounts(deps, ctx, wallet)).map((one) => [one.address, one]))
  const accounts = input.accounts.map((address) => chosen(known.get(address), address, input.burnDust))
  const id = await storeOnce(deps, ctx, wallet, accounts, idempotency)
  await deps
    .enqueue('run-wallet-operation', { operationId: id }, 'entry')
    .catch((error: unknown) => deps.onEnqueueFailed(id, error))
  return operationView(deps.db, (await findOperation(deps.db, id))!)
}

const chosen = (found: Reclaimable | undefined, address: string, burnDust: boolean): AccountToClose => {
  if (!found)
    throw new AppError(
      'validation',
      `accounts: ${address} cannot be closed now. It is not an account of your trading wallet, or it holds something, or a position or order uses it.`,
    )
  if (found.kind === 'DUST' && !burnDust)
    throw new AppError(
      'validation',
      `accounts: ${address} still holds ${found.view.amount} ${found.view.symbol}. Closing it burns that; send burnDust true to say yes.`,
    )
  const { mint, program, amountRaw, lamports, decimals } = found
  return { address, mint, program, amountRaw, lamports, decimals }
}

const storeOnce = async (
  deps: RequestReclaimDeps,
  ctx: Context,
  wallet: WalletRow,
  accounts: readonly AccountToClose[],
  idempotency: Idempotency,
): Promise<string> => {
  try {
    return await deps.db.transaction(async (tx) => {
      await lockUser(tx, ctx.userId)
      const already = await replayedOperation(tx, ctx.userId, 'RECLAIM', idempotency)
      return already ? already.id : store(tx, ctx, wallet, accounts, idempotency)
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'wallet_operations_key')) throw error
    return (await replayedOperation(deps.db, ctx.userId, 'RECLAIM', idempotency))!.id
  }
}

const store = async (
  tx: Executor,
  ctx: Context,
  wallet: WalletRow,
  accounts: readonly AccountToClose[],
  idempotency: Idempotency,
): Promise<string> => {
  const at = ctx.now()
  const { state } = await holdTradingState(tx, ctx.userId, at)
  if (state === 'FROZEN') throw new AppError('trading.halted', 'Trading is frozen: nothing new is signed.')
  const inUse = await mintsInUse(tx, wallet.id, new Date(at.getTime() - BALANCE_LAG_MS))
  const used = accounts.find((account) => inUse.has(account.mint))
  if (used)
    throw new AppError('validation', `accounts: ${used.address} is used by a position or an order meanwhile.`)
  const id = ctx.newId()
  const plan = planToStore(accounts)
  await insertOperation(tx, {
    id,
    userId: ctx.userId,
    walletId: wallet.id,
    kind: 'RECLAIM',
    status: 'RECEIVED',
    mint: null,
    amountRaw: rentOf(accounts),
    destination: wallet.address,
    plan,
    idempotencyKey: idempotency.key,
    bodyHash: idempotency.bodyHash,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    detail: 'Accepted; nothing is signed yet.',
    createdAt: at,
    updatedAt: at,
  })
  await recordAudit(tx, {
    userId: ctx.userId,
    actor: ctx.actor,
    action: 'reclaim.accepted',
    subject: id,
    details: { ...plan, rentLamports: rentOf(accounts).toString() },
  })
  return id
}
