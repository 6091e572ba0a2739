import type { WalletOperationView } from '@/lib/contracts/wallets'
import type { Executor } from '@/lib/db/client'
import type { OperationRow } from '@/lib/db/wallet-operation-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { assetOfMint } from './wallet-asset'

export const operationView = async (db: Executor, row: OperationRow): Promise<WalletOperationView> => {
  const [asset, wallet] = await Promise.all([assetOfMint(db, row.mint), walletById(db, row.walletId)])
  const decimals = asset?.decimals ?? 0
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    asset: { mint: row.mint, symbol: asset?.symbol ?? 'unknown', decimals },
    amount: decimalString(toUi(row.amountRaw, decimals)),
    amountRaw: row.amountRaw.toString(),
    valueUsd: row.valueUsd,
    from: wallet!.address,
    to: row.destination,
    signature: row.signature,
    feeLamports: row.feeLamports?.toString() ?? null,
    ...(row.status === 'AWAITING_SIGNATURE' && row.transaction
      ? { transaction: Buffer.from(row.transaction).toString('base64') }
      : {}),
    detail: row.detail,
    createdAt: row.createdAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  }
}
