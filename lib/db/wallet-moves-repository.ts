import { and, eq, gt, inArray, isNotNull, ne, or } from 'drizzle-orm'
import { orderAttempts, orders, trades, walletOperations } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { liveOperationStatuses } from '@/lib/domain/wallets/operation-status'
import type { BookedMove } from '@/lib/domain/wallets/silent-transfer'
import { TOKEN_ACCOUNT_RENT_LAMPORTS } from '@/lib/domain/wallets/transfer-cost'
import type { Database, Executor } from './client'

/** `mint` null: native SOL. */
export type HeldAsset = { walletId: string; address: string; mint: string | null }

export type WalletMoves = {
  booked: BookedMove[]
  /** Base units that transactions which are out may bring in, or take. */
  inRaw: bigint
  outRaw: bigint
}

/**
 * Everything we know to have moved an asset of a wallet after a slot, and what may be moving it. Of one moment: what is
 * not booked in it is out in it.
 */
export const movesSince = (
  db: Database,
  asset: HeldAsset,
  since: bigint,
  except: { id: string; createdAt: Date },
): Promise<WalletMoves> =>
  db.transaction(
    async (tx) => {
      const filled = await fills(tx, asset, since)
      const recently = new Date(except.createdAt.getTime() - STILL_LANDING_MS)
      const tried = await attempts(tx, asset, since, recently)
      const moved = await operations(tx, asset, since, recently, except.id)
      return {
        booked: [...filled, ...tried.booked, ...moved.booked],
        inRaw: tried.inRaw + moved.inRaw + (await soldOutside(tx, asset, since)),
        outRaw: tried.outRaw + moved.outRaw,
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )

/** Longer than from accepting a transfer to the end of its blockhash: what was signed before is in what was held. */
const STILL_LANDING_MS = 15 * 60_000

/** What tokens that left outside JARVIS may have brought in; a guess, so it explains nothing, but it may hide. */
const soldOutside = async (tx: Executor, { walletId, mint }: HeldAsset, since: bigint): Promise<bigint> => {
  if (mint !== USDC_MINT) return 0n
  const rows = await tx
    .select({ quoteRaw: trades.quoteRaw })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(and(eq(orders.walletId, walletId), gt(trades.slot, since), eq(trades.venue, 'external')))
  return sum(rows.map(({ quoteRaw }) => quoteRaw))
}

/** Not what left outside JARVIS: what that brought is a guess, and its slot is not known. */
const fills = async (tx: Executor, { walletId, mint }: HeldAsset, since: bigint): Promise<BookedMove[]> => {
  const rows = await tx
    .select({
      token: orders.tokenMint,
      side: trades.side,
      slot: trades.slot,
      tokenRaw: trades.tokenRaw,
      quoteRaw: trades.quoteRaw,
      feeLamports: trades.feeLamports,
    })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(and(eq(orders.walletId, walletId), gt(trades.slot, since), ne(trades.venue, 'external')))
  return rows.map(({ token, side, slot, tokenRaw, quoteRaw, feeLamports }) => {
    const sign = side === 'BUY' ? 1n : -1n
    if (mint === null) return { slot, changeRaw: -feeLamports }
    if (mint === USDC_MINT) return { slot, changeRaw: -sign * quoteRaw }
    return { slot, changeRaw: mint === token ? sign * tokenRaw : 0n }
  })
}

/** What landed with an error cost its fee. A swap that is out may open or close a token account besides. */
const attempts = async (
  tx: Executor,
  asset: HeldAsset,
  since: bigint,
  recently: Date,
): Promise<WalletMoves> => {
  const { walletId, mint } = asset
  const rows = await tx
    .select({
      side: orders.side,
      token: orders.tokenMint,
      status: orderAttempts.status,
      slot: orderAttempts.slot,
      feeLamports: orderAttempts.feeLamports,
      inputRaw: orderAttempts.inputRaw,
      quotedOutRaw: orderAttempts.quotedOutRaw,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.walletId, walletId),
        or(
          inArray(orderAttempts.status, liveAttemptStatuses),
          and(eq(orderAttempts.status, 'FAILED'), gt(orderAttempts.slot, since)),
          // Ended by the nodes' word against the wallet: it may have landed.
          and(
            eq(orderAttempts.status, 'EXPIRED'),
            eq(orderAttempts.error, 'unclear'),
            gt(orderAttempts.signedAt, recently),
          ),
        ),
      ),
    )
  const failed = rows.flatMap(({ status, slot, feeLamports }) =>
    status === 'FAILED' && mint === null ? [{ slot: slot!, changeRaw: -(feeLamports ?? 0n) }] : [],
  )
  const live = rows.filter(({ status }) => status !== 'FAILED')
  const ofMint = (which: string, raw: bigint) =>
    mint === null ? TOKEN_ACCOUNT_RENT_LAMPORTS : mint === which ? raw : 0n
  const into = live.map(({ quotedOutRaw, side, token }) =>
    ofMint(side === 'BUY' ? token : USDC_MINT, quotedOutRaw),
  )
  const outOf = live.map(({ inputRaw, side, token }) => ofMint(side === 'BUY' ? USDC_MINT : token, inputRaw))
  return { booked: failed, inRaw: sum(into), outRaw: sum(outOf) }
}

/** Of this wallet, and what others send to it. */
const operations = async (
  tx: Executor,
  { walletId, address, mint }: HeldAsset,
  since: bigint,
  recently: Date,
  except: string,
): Promise<WalletMoves> => {
  const rows = await tx
    .select()
    .from(walletOperations)
    .where(
      and(
        or(eq(walletOperations.walletId, walletId), eq(walletOperations.destination, address)),
        ne(walletOperations.id, except),
        or(
          inArray(walletOperations.status, ['AWAITING_SIGNATURE', ...liveOperationStatuses]),
          and(inArray(walletOperations.status, ['CONFIRMED', 'FAILED']), gt(walletOperations.slot, since)),
          // Never cleared up, so it may have landed too.
          and(
            eq(walletOperations.status, 'EXPIRED'),
            isNotNull(walletOperations.doubtedAt),
            gt(walletOperations.createdAt, recently),
          ),
        ),
      ),
    )
  const moves = rows.map((row) => {
    const own = row.walletId === walletId
    const sign = own && row.kind !== 'RECLAIM' ? -1n : 1n
    const feeRaw = own && mint === null ? (row.feeLamports ?? 0n) : 0n
    return { ...row, feeRaw, amountRaw: row.mint === mint ? sign * row.amountRaw : 0n }
  })
  const live = moves.filter(({ slot }) => slot === null)
  const ended = moves.flatMap(({ slot, status, amountRaw, feeRaw }) =>
    slot === null ? [] : [{ slot, changeRaw: (status === 'CONFIRMED' ? amountRaw : 0n) - feeRaw }],
  )
  return {
    booked: ended,
    inRaw: sum(live.map(({ amountRaw }) => (amountRaw > 0n ? amountRaw : 0n))),
    outRaw: sum(live.map(({ amountRaw }) => (amountRaw < 0n ? -amountRaw : 0n))),
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, raw) => total + raw, 0n)
