import { bigint, check, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { orderSides } from '../../lib/domain/orders/order-status'
import { at, rawAmount } from './columns'
import { orders } from './orders'

/** What a wallet holds in paper mode. The row of a mint is its token account; `SOL` is native SOL. */
export const paperBalances = pgTable(
  'paper_balances',
  {
    address: text('address').notNull(),
    mint: text('mint').notNull(),
    amountRaw: rawAmount('amount_raw').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.address, table.mint] }),
    check('paper_balances_not_negative', sql`${table.amountRaw} >= 0`),
  ],
)

/**
 * The paper chain: one row a signature, which is what makes a simulated fill happen at most once. DEAD
 * closes the signature of a transaction that expired, so that a late send can no longer fill it.
 */
export const paperTransactions = pgTable('paper_transactions', {
  signature: text('signature').primaryKey(),
  status: text('status', { enum: ['LANDED', 'DEAD'] }).notNull(),
  address: text('address'),
  slot: bigint('slot', { mode: 'bigint' }).notNull(),
  at: at('at').notNull(),
  error: text('error'),
  customCode: integer('custom_code'),
  /** Change of native SOL, fee and rent included; and per mint, in base units. */
  lamports: rawAmount('lamports').notNull(),
  feeLamports: rawAmount('fee_lamports').notNull(),
  tokens: jsonb('tokens').$type<Record<string, string>>().notNull(),
})

/**
 * Beside each real attempt, the fill paper mode would have decided at that moment. Its real outcome is the
 * attempt's own and the trade's; null out: the simulator would have failed it for slippage.
 */
export const paperFills = pgTable('paper_fills', {
  signature: text('signature').primaryKey(),
  orderId: uuid('order_id')
    .notNull()
    .references(() => orders.id),
  side: text('side', { enum: orderSides }).notNull(),
  quotedOutRaw: rawAmount('quoted_out_raw').notNull(),
  simulatedOutRaw: rawAmount('simulated_out_raw'),
  /** From the signature to the simulator's quote. */
  latencyMs: integer('latency_ms').notNull(),
  at: at('at').notNull(),
})
