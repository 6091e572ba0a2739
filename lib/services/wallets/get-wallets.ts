import type { WalletBalanceView, WalletsView, WalletView } from '@/lib/contracts/wallets'
import type { Executor } from '@/lib/db/client'
import { withdrawnUsdSince } from '@/lib/db/wallet-operation-repository'
import { linkedWallets, type WalletRow } from '@/lib/db/wallet-repository'
import { startOfUtcDay } from '@/lib/domain/risk/utc-day'
import { decimal, decimalString, roundedString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { WithdrawalRules } from '@/lib/domain/wallets/deny-withdrawal'
import type { Balances, ChainReader } from '@/lib/ports/chain'
import type { Context } from '../context'
import type { ReadMarket } from '../market-view'
import { readFreeBalance } from './free-balance'
import { valueAsset } from './value-asset'
import { assetOfMint } from './wallet-asset'

export type GetWalletsDeps = {
  db: Executor
  chain: Pick<ChainReader, 'balances'>
  readMarket: ReadMarket
  rules: WithdrawalRules
}

const HOUR_MS = 3_600_000

/** The user's wallets with what they hold and what of it may leave. */
export const getWallets = async (deps: GetWalletsDeps, ctx: Context): Promise<WalletsView> => {
  const rows = await linkedWallets(deps.db, ctx.userId)
  const used = await withdrawnUsdSince(deps.db, ctx.userId, startOfUtcDay(ctx.now()))
  return {
    wallets: await Promise.all(rows.map((row) => walletView(deps, ctx, row))),
    withdrawals: {
      dailyLimitUsd: decimalString(deps.rules.dailyUsd),
      usedTodayUsd: decimalString(decimal(used)),
      waitHours: decimalString(decimal(String(deps.rules.waitMs)).div(HOUR_MS)),
    },
  }
}

const walletView = async (deps: GetWalletsDeps, ctx: Context, row: WalletRow): Promise<WalletView> => {
  const asOf = ctx.now()
  const balances = await deps.chain.balances(row.address)
  const held = [...balances.tokens].filter(([mint, raw]) => raw > 0n && mint !== USDC_MINT)
  const mints = [null, USDC_MINT, ...held.map(([mint]) => mint)]
  const shown = await Promise.all(mints.map((mint) => balanceView(deps, row, mint, balances, asOf)))
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    balances: shown.filter((balance) => balance !== null),
    unknownMints: mints.filter((mint, at): mint is string => mint !== null && !shown[at]),
    createdAt: row.createdAt.toISOString(),
  }
}

/** null for a token nothing is known of: how many decimals it has, for one. */
const balanceView = async (
  deps: GetWalletsDeps,
  row: WalletRow,
  mint: string | null,
  balances: Balances,
  asOf: Date,
): Promise<WalletBalanceView | null> => {
  const asset = await assetOfMint(deps.db, mint)
  if (!asset) return null
  const { balanceRaw, freeRaw, mintIsMoving } = await readFreeBalance(deps.db, {
    walletId: row.id,
    mint,
    balances,
    asOf,
  })
  const value = await valueAsset(deps.readMarket, asset, balanceRaw)
  return {
    mint,
    symbol: asset.symbol,
    decimals: asset.decimals,
    amount: decimalString(toUi(balanceRaw, asset.decimals)),
    amountRaw: balanceRaw.toString(),
    free: decimalString(toUi(mintIsMoving ? 0n : freeRaw, asset.decimals)),
    valueUsd: value && roundedString(value, 6),
  }
}
