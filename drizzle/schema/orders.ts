import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { algorithms, orderSides, orderStatuses } from '../../lib/domain/orders/order-status'
import type { LadderStep } from '../../lib/domain/exits/exit-plan'
import type { StoredSafety } from '../../lib/domain/tokens/safety'
import { orderTypes } from '../../lib/domain/orders/order-type'
import { at, exact, rawAmount } from './columns'
import { dcaPlans } from './dca-plans'
import { positions } from './positions'
import { tokens } from './tokens'
import { users } from './users'
import { wallets } from './wallets'

export const orders = pgTable(
  'orders',
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
    side: text('side', { enum: orderSides }).notNull(),
    status: text('status', {
      enum: orderStatuses,
    }).notNull(),
    type: text('type', { enum: orderTypes }).notNull().default('MARKET'),
    algorithm: text('algorithm', { enum: algorithms }).notNull(),
    /** Of a limit entry: the most a token may cost, how long it waits, and when its price came; null while it waits. */
    limitPriceUsd: exact('limit_price_usd'),
    expiresAt: at('expires_at'),
    triggeredAt: at('triggered_at'),
    /** The plan it is a purchase of, and which one. */
    dcaPlanId: uuid('dca_plan_id').references(() => dcaPlans.id),
    dcaSeq: integer('dca_seq'),
    /** The order it is a slice of, and which one. */
    parentId: uuid('parent_id').references((): AnyPgColumn => orders.id),
    sliceSeq: integer('slice_seq'),
    /** What the trader asked to spend; null for sells. */
    amountUsd: exact('amount_usd'),
    /** Base units of the input token: USDC for buys, the position's token for sells. */
    inputRaw: rawAmount('input_raw').notNull(),
    slippageBps: integer('slippage_bps'),
    takeProfitPct: exact('take_profit_pct'),
    stopLossPct: exact('stop_loss_pct'),
    trailingStopPct: exact('trailing_stop_pct'),
    trailingActivationPct: exact('trailing_activation_pct'),
    breakEvenAtPct: exact('break_even_at_pct'),
    ladder: jsonb('ladder').$type<LadderStep[]>().notNull().default([]),
    /** Minutes after the fill at which everything left is sold. */
    timeStopMinutes: integer('time_stop_minutes'),
    /** Of an entry: what was known of the token when it was let in, and which warnings were accepted. */
    safety: jsonb('safety').$type<StoredSafety>(),
    /** Failed attempts in all, by slippage, and with the very same definitive refusal in a row. */
    failures: integer('failures').notNull().default(0),
    slippageFailures: integer('slippage_failures').notNull().default(0),
    sameRefusals: integer('same_refusals').notNull().default(0),
    lastRefusal: text('last_refusal'),
    refusedSince: at('refused_since'),
    /** When an attempt was first told that the token is between two pools. */
    movedSince: at('moved_since'),
    /** Why it exists: the trader, or the exit rule that fired. */
    reason: text('reason').notNull(),
    /** The position it sells, or the one its fill opened. */
    positionId: uuid('position_id').references(() => positions.id),
    exitSeq: integer('exit_seq'),
    /** Why our rules refused it; on a limit entry that still waits, what held it back when its price came. */
    denialCode: text('denial_code'),
    denialDetail: text('denial_detail'),
    /** The numbers behind a denial: the limit, and what would pass. */
    denialExtra: jsonb('denial_extra').$type<Record<string, string | string[]>>(),
    actor: jsonb('actor').$type<{ kind: string; id?: string }>().notNull(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
    /** Not to be worked on before this time: the back-off of a failed attempt. */
    notBefore: at('not_before'),
  },
  (table) => [
    index('orders_user_created').on(table.userId, table.createdAt, table.id),
    index('orders_unfinished')
      .on(table.createdAt)
      .where(sql`${table.status} in ('RECEIVED', 'WORKING', 'UNKNOWN')`),
    index('orders_waiting')
      .on(table.tokenMint)
      .where(sql`${table.type} = 'LIMIT' and ${table.status} = 'WORKING' and ${table.triggeredAt} is null`),
    uniqueIndex('orders_one_per_dca_step').on(table.dcaPlanId, table.dcaSeq),
    uniqueIndex('orders_one_per_slice').on(table.parentId, table.sliceSeq),
    uniqueIndex('orders_one_sell_per_exit')
      .on(table.positionId, table.exitSeq)
      .where(sql`${table.side} = 'SELL'`),
    uniqueIndex('orders_one_working_sell_per_position')
      .on(table.positionId)
      .where(
        sql`${table.side} = 'SELL' and ${table.algorithm} = 'MARKET' and ${table.status} in ('RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE')`,
      ),
    uniqueIndex('orders_one_sliced_sell_per_position')
      .on(table.positionId)
      .where(sql`${table.side} = 'SELL' and ${table.algorithm} <> 'MARKET' and ${table.status} = 'WORKING'`),
    check(
      'orders_sell_names_its_position',
      sql`${table.side} = 'BUY' or (${table.positionId} is not null and (${table.exitSeq} is not null or ${table.algorithm} <> 'MARKET'))`,
    ),
    check(
      'orders_buy_has_exit_plan',
      sql`${table.side} = 'SELL' or (${table.takeProfitPct} is not null and ${table.stopLossPct} is not null)`,
    ),
    check(
      'orders_limit_has_price',
      sql`${table.type} <> 'LIMIT' or (${table.limitPriceUsd} > 0 and ${table.expiresAt} is not null)`,
    ),
    check('orders_slice_is_numbered', sql`(${table.parentId} is null) = (${table.sliceSeq} is null)`),
    check('orders_input_positive', sql`${table.inputRaw} > 0`),
  ],
)
