import type { OperationRow } from '@/lib/db/wallet-operation-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { decimalString } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { TOKEN_ACCOUNT_RENT_LAMPORTS, TRANSFER_FEE_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'
import { AppError } from '@/lib/errors'
import type { TransferRequest } from '@/lib/ports/transfers'
import { currentBalances } from './current-balances'
import { readFreeBalance } from './free-balance'
import type { OperationDeps, OperationPreparer } from './operation-deps'
import { assetOfMint, type WalletAsset } from './wallet-asset'

const refused = (detail: string) => new AppError('internal', `${detail} Nothing was signed.`)

/**
 * The amount is asked for again before it is signed: what was free when the withdrawal was accepted may
 * have moved since. Then the bytes must say what was asked, and simulate to it.
 */
export const prepareWithdrawal: OperationPreparer = async (deps, row, wallet) => {
  const asset = await assetOfMint(deps.db, row.mint)
  if (!asset) throw refused('The token is no longer known.')
  await assertStillFree(deps, row, wallet.address, asset)
  const request: TransferRequest = {
    from: wallet.address,
    to: row.destination,
    amountRaw: row.amountRaw,
    token:
      asset.mint && asset.program
        ? { mint: asset.mint, decimals: asset.decimals, program: asset.program }
        : null,
  }
  const expiry = await deps.chain.latestBlockhash()
  const transaction = deps.transfers.build(request, expiry)
  const check = await deps.transfers.check(transaction, request)
  if (!check.ok) throw refused(`The transaction does not do what was asked: ${check.problem}.`)
  await simulate(deps, transaction, request)
  return { transaction, expiry }
}

const assertStillFree = async (
  deps: OperationDeps,
  row: OperationRow,
  address: string,
  asset: WalletAsset,
): Promise<void> => {
  const asOf = deps.now()
  const balances = await currentBalances(deps, { id: row.walletId, address })
  const free = await deps.db.transaction(async (tx) => {
    await lockUser(tx, row.userId)
    return readFreeBalance(tx, {
      walletId: row.walletId,
      mint: row.mint,
      balances,
      asOf,
      except: row.id,
    })
  })
  if (free.mintIsMoving)
    throw new AppError('venue.unavailable', `A trade of ${asset.symbol} is under way.`, {
      retry: 'retryable',
    })
  if (row.amountRaw > free.freeRaw)
    throw refused(
      `Only ${decimalString(toUi(free.freeRaw, asset.decimals))} ${asset.symbol} is free any more.`,
    )
}

const simulate = async (
  deps: OperationDeps,
  transaction: Uint8Array,
  { from, amountRaw, token }: TransferRequest,
): Promise<void> => {
  const simulation = await deps.chain.simulate(transaction, {
    wallet: from,
    mints: token ? [token.mint] : [],
  })
  if (simulation.blockhashUnknown)
    throw new AppError('venue.unavailable', 'No node knows the blockhash yet.', { retry: 'retryable' })
  const { before, after } = simulation
  if (simulation.error !== null || !after)
    throw refused(`The simulated transfer failed: ${simulation.error ?? 'no balances'}.`)
  const lamports = before.lamports - after.lamports
  const cost = TRANSFER_FEE_LAMPORTS + (token ? TOKEN_ACCOUNT_RENT_LAMPORTS : amountRaw)
  const left = token
    ? (before.tokens.get(token.mint) ?? 0n) - (after.tokens.get(token.mint) ?? 0n)
    : amountRaw
  // Another transaction of the wallet may land between the two reads, so it is tried again.
  if (left !== amountRaw || lamports > cost)
    throw new AppError(
      'venue.unavailable',
      `It would take ${left} base units and ${lamports} lamports, not what was asked.`,
      { retry: 'retryable' },
    )
}
