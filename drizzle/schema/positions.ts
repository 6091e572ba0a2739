import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { exitReasons, positionStatuses } from '../../lib/domain/positions/position-status'
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
    entryPriceUsd: exact('entry_price_usd').notNull(),
    takeProfitPct: exact('take_profit_pct').notNull(),
    stopLossPct: exact('stop_loss_pct').notNull(),
    trailingStopPct: exact('trailing_stop_pct'),
    exitReason: text('exit_reason', {
      enum: exitReasons,
    }),
    /** Counts the sells ever begun; a sell owns the position only at its own number. */
    exitSeq: integer('exit_seq').notNull().default(0),
    openedAt: at('opened_at').notNull(),
    closedAt: at('closed_at'),
  },
  (table) => [
    index('positions_user_opened').on(table.userId, table.openedAt, table.id),
    index('positions_live')
      .on(table.tokenMint)
      .where(sql`${table.status} in ('OPEN', 'CLOSING', 'TRAPPED')`),
    check('positions_amount_not_negative', sql`${table.amountRaw} >= 0`),
    check('positions_not_oversold', sql`${table.amountRaw} <= ${table.boughtRaw}`),
    check(
      'positions_always_guarded',
      sql`${table.takeProfitPct} > 0 and ${table.stopLossPct} > 0 and ${table.stopLossPct} < 100`,
    ),
  ],
)
