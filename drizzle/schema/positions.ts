import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { exitReasons, positionStatuses } from '../../lib/domain/positions/position-status'
import type { LadderStep } from '../../lib/domain/exits/exit-plan'
import type { QueuedExit } from '../../lib/domain/exits/exit-precedence'
import { at, exact, rawAmount } from './columns'
import { tokens } from './tokens'
import { users } from './users'
import { wallets } from './wallets'

export const positions = pgTable(
  'positions',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    walletId: uuid('wallet_id')
      .notNull()
      .references(() => wallets.id),
    tokenMint: text('token_mint')
      .notNull()
      .references(() => tokens.mint),
    status: text('status', {
      enum: positionStatuses,
    }).notNull(),
    /** Base units still held by this position. */
    amountRaw: rawAmount('amount_raw').notNull(),
    /** Base units ever bought. */
    boughtRaw: rawAmount('bought_raw').notNull(),
    /** USDC base units paid and received. */
    costRaw: rawAmount('cost_raw').notNull(),
    proceedsRaw: rawAmount('proceeds_raw')
      .notNull()
      .default(sql`0`),
    /** Lamports that left the wallet in this position's transactions: network and priority fees, tips, rent. */
    feesLamports: rawAmount('fees_lamports').notNull(),
    /** The same in dollars, each at the SOL price of its fill. */
    feesUsd: exact('fees_usd').notNull(),
    /** Of `fees_lamports`, what is not yet in `fees_usd` because no price of SOL was known. */
    feesUnvaluedLamports: rawAmount('fees_unvalued_lamports')
      .notNull()
      .default(sql`0`),
    entryPriceUsd: exact('entry_price_usd').notNull(),
    takeProfitPct: exact('take_profit_pct').notNull(),
    stopLossPct: exact('stop_loss_pct').notNull(),
    trailingStopPct: exact('trailing_stop_pct'),
    /** Profit in percent at which the trailing stop begins; null: from the entry on. */
    trailingActivationPct: exact('trailing_activation_pct'),
    /** Profit in percent at which the stop moves up to what the position cost. */
    breakEvenAtPct: exact('break_even_at_pct'),
    /** Partial exits on the way to the target, lowest first. */
    ladder: jsonb('ladder').$type<LadderStep[]>().notNull().default([]),
    timeStopAt: at('time_stop_at'),
    /** What the plan has come to; it only ever tightens. Prices are those a sale would have brought. */
    peakPriceUsd: exact('peak_price_usd'),
    /** Base units held when that peak was measured: a sale of more brings less a token. Null where there is no peak. */
    peakAmountRaw: rawAmount('peak_amount_raw'),
    breakEvenArmedAt: at('break_even_armed_at'),
    ladderDone: integer('ladder_done').notNull().default(0),
    /** A full exit called for while a partial sell is at work; it begins when that one ends. */
    queuedExit: jsonb('queued_exit').$type<QueuedExit | null>(),
    /** Why it cannot be sold; set while TRAPPED. */
    trappedReason: text('trapped_reason'),
    trappedAt: at('trapped_at'),
    exitReason: text('exit_reason', {
      enum: exitReasons,
    }),
    /** Counts the sells ever begun; a sell owns the position only at its own number. */
    exitSeq: integer('exit_seq').notNull().default(0),
    openedAt: at('opened_at').notNull(),
    closedAt: at('closed_at'),
    /** Of the last change but what the plan has come to, set by a trigger whoever makes it: the exit monitor reads only what changed. */
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('positions_user_opened').on(table.userId, table.openedAt, table.id),
    index('positions_live')
      .on(table.tokenMint)
      .where(sql`${table.status} in ('OPEN', 'CLOSING', 'TRAPPED')`),
    index('positions_updated').on(table.updatedAt),
    index('positions_fees_unvalued')
      .on(table.id)
      .where(sql`${table.feesUnvaluedLamports} <> 0`),
    check('positions_amount_not_negative', sql`${table.amountRaw} >= 0`),
    check('positions_not_oversold', sql`${table.amountRaw} <= ${table.boughtRaw}`),
    check(
      'positions_always_guarded',
      sql`${table.takeProfitPct} > 0 and ${table.stopLossPct} < 100 and ${table.takeProfitPct} + ${table.stopLossPct} > 0`,
    ),
  ],
)
