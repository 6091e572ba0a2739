import type { DepositInput, WalletOperationView } from '@/lib/contracts/wallets'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { findOperation, insertOperation } from '@/lib/db/wallet-operation-repository'
import { connectedWallet, lockUser, tradingWallet } from '@/lib/db/wallet-repository'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { toRawFloor, toUi } from '@/lib/domain/money/units'
import { TOKEN_ACCOUNT_RENT_LAMPORTS, TRANSFER_FEE_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { ChainReader } from '@/lib/ports/chain'
import type { TransferRequest, Transfers } from '@/lib/ports/transfers'
import type { Context } from '../context'
import type { Idempotency } from '../trade/idempotency'
import { operationView } from './operation-view'
import { replayedOperation } from './replayed-operation'
import { resolveAsset, type WalletAsset } from './wallet-asset'
import { heldBefore, witnessOf } from './witness-of'

export type RequestDepositDeps = {
  db: Database
  chain: Pick<ChainReader, 'balances' | 'holding' | 'latestBlockhash'>
  transfers: Transfers
}

/** Builds the one transaction that moves money from a connected wallet into the trading wallet, for it to sign. */
export const requestDeposit = async (
  deps: RequestDepositDeps,
  ctx: Context,
  input: DepositInput,
  idempotency: Idempotency,
): Promise<WalletOperationView> => {
  const replayed = await replayedOperation(deps.db, ctx.userId, 'DEPOSIT', idempotency)
  if (replayed) return operationView(deps.db, replayed)
  const [from, to] = await Promise.all([
    connectedWallet(deps.db, ctx.userId, input.wallet),
    tradingWallet(deps.db, ctx.userId),
  ])
  if (!from)
    throw new AppError('validation', 'wallet: this wallet is not linked to your account. Connect it first.')
  if (!to) throw new AppError('forbidden', 'This account has no trading wallet yet.')
  const asset = await resolveAsset(deps.db, input.asset)
  if (asset.mint !== null && asset.mint !== USDC_MINT)
    throw new AppError('validation', 'asset: deposit SOL or USDC.')
  const amountRaw = toRawFloor(decimal(input.amount), asset.decimals)
  if (amountRaw === 0n)
    throw new AppError('validation', `amount: is less than the smallest unit of ${asset.symbol}.`)
  await assertHeld(deps, from.address, asset, amountRaw)

  const { mint, decimals, program } = asset
  const request: TransferRequest = {
    from: from.address,
    to: to.address,
    amountRaw,
    token: mint && program ? { mint, decimals, program } : null,
  }
  const asked = { kind: 'DEPOSIT', mint, amountRaw, destination: to.address } as const
  const held = await heldBefore(deps.chain, await witnessOf(deps.db, asked, from))
  const expiry = await deps.chain.latestBlockhash()
  const transaction = deps.transfers.build(request, expiry)
  const check = await deps.transfers.check(transaction, request)
  if (!check.ok) throw new Error(`a deposit was built wrongly: ${check.problem}`)
  const id = ctx.newId()
  const at = ctx.now()
  const stored = await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const already = await replayedOperation(tx, ctx.userId, 'DEPOSIT', idempotency)
    if (already) return already.id
    await insertOperation(tx, {
      id,
      userId: ctx.userId,
      walletId: from.id,
      ...asked,
      ...held,
      status: 'AWAITING_SIGNATURE',
      idempotencyKey: idempotency.key,
      bodyHash: idempotency.bodyHash,
      actor: { kind: ctx.actor.kind, id: ctx.actor.id },
      transaction,
      ...expiry,
      detail: 'Built; sign it in your wallet. Nothing moves before.',
      createdAt: at,
      updatedAt: at,
    })
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'deposit.built',
      subject: id,
      details: { from: from.address, mint: mint ?? 'SOL', amountRaw: amountRaw.toString() },
    })
    return id
  })
  return operationView(deps.db, (await findOperation(deps.db, stored))!)
}

const assertHeld = async (
  deps: RequestDepositDeps,
  address: string,
  asset: WalletAsset,
  amountRaw: bigint,
): Promise<void> => {
  const { lamports, tokens } = await deps.chain.balances(address)
  const cost = TRANSFER_FEE_LAMPORTS + (asset.mint === null ? amountRaw : TOKEN_ACCOUNT_RENT_LAMPORTS)
  const held = asset.mint === null ? lamports : (tokens.get(asset.mint) ?? 0n)
  const shown = decimalString(toUi(held, asset.decimals))
  if (amountRaw > held)
    throw new AppError(
      'risk.insufficient_balance',
      `The wallet holds ${shown} ${asset.symbol}. Deposit less.`,
    )
  if (lamports < cost)
    throw new AppError(
      'risk.insufficient_balance',
      `The wallet needs ${decimalString(toUi(cost - lamports, 9))} SOL more to pay for the transfer.`,
    )
}
