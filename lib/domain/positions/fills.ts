import { Decimal, decimal, decimalString, ZERO } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { addFees, type Fees, feesOf, NO_FEES } from './fees'

/** A fill as the chain's balances tell it: what changed hands, never what was asked for. */
export type Fill = {
  /** Base units of the token that moved, positive. */
  tokenRaw: bigint
  /** USDC base units paid or received, positive. */
  quoteRaw: bigint
  /** Lamports the wallet lost besides, rent included; negative when more came back. */
  feeLamports: bigint
  /** Dollars a SOL was worth, to put the fee into dollars; null while none was ever known. */
  solPriceUsd: Decimal | null
}

/** The books of one position. Amounts in base units, costs in USDC base units. */
export type Book = {
  amountRaw: bigint
  boughtRaw: bigint
  costRaw: bigint
  proceedsRaw: bigint
  fees: Fees
}

export const emptyBook: Book = {
  amountRaw: 0n,
  boughtRaw: 0n,
  costRaw: 0n,
  proceedsRaw: 0n,
  fees: NO_FEES,
}

const withFee = (book: Book, feeLamports: bigint, solPriceUsd: Decimal | null) => ({
  fees: addFees(book.fees, feesOf(feeLamports, solPriceUsd)),
})

export const applyBuy = (book: Book, fill: Fill): Book => ({
  ...book,
  ...withFee(book, fill.feeLamports, fill.solPriceUsd),
  amountRaw: book.amountRaw + fill.tokenRaw,
  boughtRaw: book.boughtRaw + fill.tokenRaw,
  costRaw: book.costRaw + fill.quoteRaw,
})

/** Throws when more is sold than held: that is a bookkeeping fault, never a market event. */
export const applySell = (book: Book, fill: Fill): Book => {
  if (fill.tokenRaw > book.amountRaw)
    throw new RangeError(`sold ${fill.tokenRaw} base units of a position that holds ${book.amountRaw}`)
  return {
    ...book,
    ...withFee(book, fill.feeLamports, fill.solPriceUsd),
    amountRaw: book.amountRaw - fill.tokenRaw,
    proceedsRaw: book.proceedsRaw + fill.quoteRaw,
  }
}

/** A landed transaction that failed moved nothing but its fee. */
export const applyFailedAttempt = (book: Book, feeLamports: bigint, solPriceUsd: Decimal | null): Book => ({
  ...book,
  ...withFee(book, feeLamports, solPriceUsd),
})

/** Dollars paid for one whole token. */
export const priceOf = (quoteRaw: bigint, tokenRaw: bigint, tokenDecimals: number): Decimal =>
  tokenRaw === 0n ? ZERO : toUi(quoteRaw, USDC_DECIMALS).div(toUi(tokenRaw, tokenDecimals))

/**
 * Net profit in dollars after all fees: exit value of what is left plus proceeds minus cost minus
 * fees. `exitValueUsd` is what selling the rest now would bring; null (unpriced) makes it null.
 */
export const netPnlUsd = (book: Book, exitValueUsd: Decimal | null): Decimal | null => {
  const left = book.amountRaw === 0n ? ZERO : exitValueUsd
  if (left === null) return null
  return left
    .plus(toUi(book.proceedsRaw, USDC_DECIMALS))
    .minus(toUi(book.costRaw, USDC_DECIMALS))
    .minus(book.fees.usd)
}

export const pnlPct = (book: Book, pnlUsd: Decimal | null): Decimal | null =>
  pnlUsd === null || book.costRaw === 0n ? null : pnlUsd.div(toUi(book.costRaw, USDC_DECIMALS)).mul(100)

/** The share of a position a partial sell takes, rounded down; 100 % is all of it to the last unit. */
export const shareOf = (amountRaw: bigint, percent: string): bigint => {
  const share = decimal(percent)
  if (share.gte(100)) return amountRaw
  return BigInt(decimal(amountRaw).mul(share).div(100).toFixed(0, Decimal.ROUND_DOWN))
}

export const bookToRow = (book: Book) => ({
  amountRaw: book.amountRaw,
  boughtRaw: book.boughtRaw,
  costRaw: book.costRaw,
  proceedsRaw: book.proceedsRaw,
  ...feesToRow(book.fees),
})

export const feesToRow = (fees: Fees) => ({
  feesLamports: fees.lamports,
  feesUsd: decimalString(fees.usd),
  feesUnvaluedLamports: fees.unvaluedLamports,
})

type FeesRow = { feesLamports: bigint; feesUsd: string; feesUnvaluedLamports: bigint }

export const feesFromRow = (row: FeesRow): Fees => ({
  lamports: row.feesLamports,
  usd: decimal(row.feesUsd),
  unvaluedLamports: row.feesUnvaluedLamports,
})

export const bookFromRow = (
  row: FeesRow & { amountRaw: bigint; boughtRaw: bigint; costRaw: bigint; proceedsRaw: bigint },
): Book => ({
  amountRaw: row.amountRaw,
  boughtRaw: row.boughtRaw,
  costRaw: row.costRaw,
  proceedsRaw: row.proceedsRaw,
  fees: feesFromRow(row),
})
