import type { WalletOperationView, WithdrawalInput } from '@/lib/contracts/wallets'
import { findAddress } from '@/lib/db/address-book-repository'
import { recordAudit } from '@/lib/db/audit'
import { type Database, type Executor, isUniqueViolation } from '@/lib/db/client'
import { insertOperation, findOperation, withdrawnUsdSince } from '@/lib/db/wallet-operation-repository'
import { lockUser, tradingWallet, type WalletRow } from '@/lib/db/wallet-repository'
import { startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { type Decimal, decimal, decimalString } from '@/lib/domain/money/decimal'
import { toRawFloor } from '@/lib/domain/money/units'
import { denyWithdrawal, type WithdrawalRules } from '@/lib/domain/wallets/deny-withdrawal'
import { AppError } from '@/lib/errors'
import type { Balances, ChainReader } from '@/lib/ports/chain'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import type { Idempotency } from '../trade/idempotency'
import { holdTradingState } from '../trading-state/effective-trading-state'
import { currentBalances } from './current-balances'
import { readFreeBalance } from './free-balance'
import { operationView } from './operation-view'
import { replayedOperation } from './replayed-operation'
import { valueAsset } from './value-asset'
import { resolveAsset, type WalletAsset } from './wallet-asset'

export type RequestWithdrawalDeps = {
  db: Database
  chain: Pick<ChainReader, 'balances'>
  readMarket: ReadMarket
  rules: WithdrawalRules
  /** Uses up the code where an authenticator app is set up; throws AppError `forbidden`. */
  requireSecondFactor: (userId: number, code: string | undefined) => Promise<void>
  enqueue: Enqueue
  onEnqueueFailed: (operationId: string, error: unknown) => void
}

/**
 * Accepts a withdrawal from the trading wallet and reserves its amount, or says which rule it breaks.
 * Accepted and stored is one transaction under the user's lock, so a buy and a withdrawal never both get
 * the last dollar. The worker signs and sends.
 */
export const requestWithdrawal = async (
  deps: RequestWithdrawalDeps,
  ctx: Context,
  input: WithdrawalInput,
  idempotency: Idempotency,
): Promise<WalletOperationView> => {
  const replayed = await replayedOperation(deps.db, ctx.userId, 'WITHDRAWAL', idempotency)
  if (replayed) return operationView(deps.db, replayed)
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('forbidden', 'This account has no trading wallet yet.')
  if (input.address === wallet.address)
    throw new AppError('validation', 'address: is this trading wallet itself. Name the wallet to pay to.')
  const asset = await resolveAsset(deps.db, input.asset)
  const amountRaw = toRawFloor(decimal(input.amount), asset.decimals)
  if (amountRaw === 0n)
    throw new AppError('validation', `amount: is less than the smallest unit of ${asset.symbol}.`)
  await deps.requireSecondFactor(ctx.userId, input.totp)

  const balancesAsOf = ctx.now()
  const [balances, valueUsd] = await Promise.all([
    currentBalances(deps, wallet),
    valueAsset(deps.readMarket, asset, amountRaw),
  ])
  const request = { input, idempotency, wallet, asset, amountRaw, valueUsd, balances, balancesAsOf }
  const id = await storeOnce(deps, ctx, request)
  await deps
    .enqueue('run-wallet-operation', { operationId: id }, 'entry')
    .catch((error: unknown) => deps.onEnqueueFailed(id, error))
  return operationView(deps.db, (await findOperation(deps.db, id))!)
}

type Request = {
  input: WithdrawalInput
  idempotency: Idempotency
  wallet: WalletRow
  asset: WalletAsset
  amountRaw: bigint
  valueUsd: Decimal | null
  balances: Balances
  balancesAsOf: Date
}

const storeOnce = async (deps: RequestWithdrawalDeps, ctx: Context, request: Request): Promise<string> => {
  try {
    return await deps.db.transaction(async (tx) => {
      await lockUser(tx, ctx.userId)
      const already = await replayedOperation(tx, ctx.userId, 'WITHDRAWAL', request.idempotency)
      return already ? already.id : store(tx, deps, ctx, request)
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'wallet_operations_key')) throw error
    return (await replayedOperation(deps.db, ctx.userId, 'WITHDRAWAL', request.idempotency))!.id
  }
}

const store = async (
  tx: Executor,
  deps: RequestWithdrawalDeps,
  ctx: Context,
  request: Request,
): Promise<string> => {
  const { input, wallet, asset, amountRaw, valueUsd } = request
  const at = ctx.now()
  const { state } = await holdTradingState(tx, ctx.userId, at)
  if (state === 'FROZEN')
    throw new AppError('trading.halted', 'Trading is frozen: nothing new is signed, withdrawals neither.')
  const free = await readFreeBalance(tx, {
    walletId: wallet.id,
    mint: asset.mint,
    balances: request.balances,
    asOf: request.balancesAsOf,
  })
  const denial = denyWithdrawal(deps.rules, {
    ...asset,
    ...free,
    isSol: asset.mint === null,
    amountRaw,
    valueUsd,
    withdrawnTodayUsd: decimal(await withdrawnUsdSince(tx, ctx.userId, startOfUtcDay(at))),
    usableAt: (await findAddress(tx, ctx.userId, input.address))?.usableAt ?? null,
    now: at,
  })
  if (denial) throw new AppError(denial.code, denial.detail, { extra: denial.extra ?? {} })
  const id = ctx.newId()
  await insertOperation(tx, {
    id,
    userId: ctx.userId,
    walletId: wallet.id,
    kind: 'WITHDRAWAL',
    status: 'RECEIVED',
    mint: asset.mint,
    amountRaw,
    destination: input.address,
    valueUsd: valueUsd && decimalString(valueUsd),
    idempotencyKey: request.idempotency.key,
    bodyHash: request.idempotency.bodyHash,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    detail: 'Accepted and reserved; nothing is signed yet.',
    createdAt: at,
    updatedAt: at,
  })
  await recordAudit(tx, {
    userId: ctx.userId,
    actor: ctx.actor,
    action: 'withdrawal.accepted',
    subject: id,
    details: {
      mint: asset.mint ?? 'SOL',
      amountRaw: amountRaw.toString(),
      destination: input.address,
      valueUsd: valueUsd && decimalString(valueUsd),
    },
  })
  return id
}
