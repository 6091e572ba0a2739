import type { ReclaimableAccountView, ReclaimableView } from '@/lib/contracts/reclaim'
import type { Executor } from '@/lib/db/client'
import { mintsInUse } from '@/lib/db/mints-in-use'
import { tradingWallet, type WalletRow } from '@/lib/db/wallet-repository'
import { decimalString, roundedString } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import {
  MAX_ACCOUNTS_PER_RECLAIM,
  reclaimFeeLamports,
  reclaimKind,
  rentOf,
  type TokenAccount,
} from '@/lib/domain/wallets/reclaim'
import { AppError } from '@/lib/errors'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { BALANCE_LAG_MS } from './free-balance'
import { valueAsset } from './value-asset'
import { assetOfMint } from './wallet-asset'

export type ListReclaimableDeps = { db: Executor; reclaims: Reclaims; readMarket: ReadMarket }

export type Reclaimable = TokenAccount & {
  decimals: number
  kind: 'EMPTY' | 'DUST'
  view: ReclaimableAccountView
}

/** The wallet's accounts that could be closed now, largest rent first. */
export const reclaimableAccounts = async (
  deps: ListReclaimableDeps,
  ctx: Context,
  wallet: WalletRow,
): Promise<Reclaimable[]> => {
  const since = new Date(ctx.now().getTime() - BALANCE_LAG_MS)
  const accounts = await deps.reclaims.tokenAccounts(wallet.address)
  const inUse = await mintsInUse(deps.db, wallet.id, since)
  const found = await Promise.all(
    accounts.map(async (account): Promise<Reclaimable | null> => {
      const asset = await assetOfMint(deps.db, account.mint)
      const value = asset && (await valueAsset(deps.readMarket, asset, account.amountRaw))
      const kind = reclaimKind(account, { inUse: inUse.has(account.mint), valueUsd: value })
      if (kind === null) return null
      const decimals = asset?.decimals ?? 0
      const view: ReclaimableAccountView = {
        account: account.address,
        mint: account.mint,
        symbol: asset?.symbol ?? null,
        kind,
        amount: decimalString(toUi(account.amountRaw, decimals)),
        amountRaw: account.amountRaw.toString(),
        valueUsd: kind === 'EMPTY' ? '0' : value && roundedString(value, 6),
        rentLamports: account.lamports.toString(),
        rentSol: decimalString(toUi(account.lamports, SOL_DECIMALS)),
      }
      return { ...account, decimals, kind, view }
    }),
  )
  return found
    .filter((account) => account !== null)
    .sort((left, right) => (left.lamports < right.lamports ? 1 : left.lamports > right.lamports ? -1 : 0))
}

/** What closing would bring back, to the lamport, and what the network takes for it. */
export const listReclaimable = async (deps: ListReclaimableDeps, ctx: Context): Promise<ReclaimableView> => {
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('not_found', 'This account has no trading wallet yet.')
  const accounts = await reclaimableAccounts(deps, ctx, wallet)
  const sol = (lamports: bigint) => decimalString(toUi(lamports, SOL_DECIMALS))
  const calls = Math.ceil(accounts.length / MAX_ACCOUNTS_PER_RECLAIM)
  const fees = Array.from({ length: calls }, (_, call) =>
    reclaimFeeLamports(Math.min(MAX_ACCOUNTS_PER_RECLAIM, accounts.length - call * MAX_ACCOUNTS_PER_RECLAIM)),
  ).reduce((sum, fee) => sum + fee, 0n)
  return {
    walletAddress: wallet.address,
    accounts: accounts.map(({ view }) => view),
    rentSol: sol(rentOf(accounts)),
    feeSol: sol(fees),
    maxAccounts: MAX_ACCOUNTS_PER_RECLAIM,
  }
}
