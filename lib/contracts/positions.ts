import { z } from 'zod'
import { readinessLevels } from '@/lib/domain/exits/exit-readiness'
import { exitReasons, positionStatuses } from '@/lib/domain/positions/position-status'
import { walletKinds } from '@/lib/domain/wallets/wallet-kind'
import { cursorPage, decimalText, isoTime, rawText } from './primitives'
import { tokenRef } from './tokens'

export const exitReadiness = z.object({
  level: z.enum(readinessLevels),
  reasons: z.array(z.string()),
})

/** Values that need a live price are null while the token is unpriced: missing is never zero. */
export const position = z.object({
  id: z.string(),
  token: tokenRef,
  /** Who holds it. What lies in a CONNECTED wallet only that wallet can sell: an exit waits for its signature. */
  wallet: z.object({ kind: z.enum(walletKinds), address: z.string() }),
  status: z.enum(positionStatuses),
  amount: decimalText,
  amountRaw: rawText,
  entryPriceUsd: decimalText,
  currentPriceUsd: decimalText.nullable(),
  priceAt: isoTime.nullable(),
  valueUsd: decimalText.nullable(),
  exitValueUsd: decimalText.nullable(),
  costRaw: rawText,
  proceedsRaw: rawText,
  feesLamports: rawText,
  pnlUsd: decimalText.nullable(),
  pnlPct: decimalText.nullable(),
  takeProfitPct: decimalText,
  stopLossPct: decimalText,
  takeProfitPriceUsd: decimalText,
  stopLossPriceUsd: decimalText,
  trailingStopPct: decimalText.nullable(),
  trailingActivationPct: decimalText.nullable(),
  breakEvenAtPct: decimalText.nullable(),
  ladder: z.array(z.object({ atPct: decimalText, sellPct: decimalText })),
  ladderDone: z.number().int(),
  timeStopAt: isoTime.nullable(),
  /** Where it is sold on the way down as things stand: the highest of its stops, and which one that is. */
  effectiveStopPriceUsd: decimalText,
  effectiveStop: z.enum(['STOP_LOSS', 'TRAILING_STOP', 'BREAK_EVEN']),
  /** Why it cannot be sold, while TRAPPED. */
  trappedReason: z.string().nullable(),
  exitReason: z.enum(exitReasons).nullable(),
  exitReadiness,
  openedAt: isoTime,
  closedAt: isoTime.nullable(),
})
export type PositionView = z.infer<typeof position>

export const positionListQuery = z.object({
  status: z.enum(['open', 'closed', 'all']).default('open'),
  ...cursorPage,
})
export const positionAnswer = z.object({ position })
export const positionListAnswer = z.object({
  positions: z.array(position),
  nextCursor: z.string().nullable(),
})

export const portfolio = z.object({
  equityUsd: decimalText,
  cashUsd: decimalText,
  /** What of it no waiting entry and no withdrawal has set aside. */
  freeCashUsd: decimalText,
  solBalance: decimalText,
  positionsValueUsd: decimalText,
  unrealizedPnlUsd: decimalText,
  realizedPnlUsd: decimalText,
  /** Since 00:00 UTC, after all fees, as the daily loss limit counts it. */
  dailyPnlUsd: decimalText,
  dailyRealizedUsd: decimalText,
  dailyResetsAt: isoTime,
  dailyLossLimitUsd: decimalText,
  maxPositionUsd: decimalText,
  /** Share of the account one stop may cost, for suggested sizes. */
  riskPerTradePct: decimalText,
  openPositions: z.number().int(),
  maxOpenPositions: z.number().int(),
  walletAddress: z.string(),
  /** Ids of open positions without a live price, and `SOL` when native SOL has none; left out of the values. */
  unpriced: z.array(z.string()),
  metrics: z.object({
    closedPositions: z.number().int(),
    wins: z.number().int(),
    losses: z.number().int(),
    winRatePct: decimalText.nullable(),
  }),
})
export type PortfolioView = z.infer<typeof portfolio>
