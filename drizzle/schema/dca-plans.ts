import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { dcaStatuses } from '../../lib/domain/orders/dca-plan'
import { at, exact } from './columns'
import { positions } from './positions'
import { tokens } from './tokens'
import { users } from './users'

/** Recurring purchases of one token. Each due one is an order; together they build one position. */
export const dcaPlans = pgTable(
  'dca_plans',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    tokenMint: text('token_mint')
      .notNull()
      .references(() => tokens.mint),
    status: text('status', { enum: dcaStatuses }).notNull(),
    /** Of each purchase. */
    amountUsd: exact('amount_usd').notNull(),
    everyMinutes: integer('every_minutes').notNull(),
    /** How many purchases in all, and how many have been begun; denied ones count, missed ones do not. */
    count: integer('count').notNull(),
    done: integer('done').notNull().default(0),
    nextAt: at('next_at').notNull(),
    slippageBps: integer('slippage_bps'),
    /** The exit plan of the position, as the trader gave it. */
    exitPlan: jsonb('exit_plan').$type<Record<string, unknown>>().notNull(),
    /** Safety warnings the trader accepted once for the whole plan. */
    acknowledge: jsonb('acknowledge').$type<string[]>().notNull().default([]),
    /** The position the purchases go to while it is open; a new one follows a closed one. */
    positionId: uuid('position_id').references(() => positions.id),
    /** What became of the last occurrence where it was not a purchase. */
    lastNote: text('last_note'),
    /** Of the request that made it, where it sent one: the same key is the same plan. */
    idempotencyKey: text('idempotency_key'),
    bodyHash: text('body_hash'),
    actor: jsonb('actor').$type<{ kind: string; id?: string }>().notNull(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    index('dca_plans_user').on(table.userId, table.createdAt),
    uniqueIndex('dca_plans_one_per_key').on(table.userId, table.idempotencyKey),
    index('dca_plans_due')
      .on(table.nextAt)
      .where(sql`${table.status} = 'ACTIVE'`),
    check('dca_plans_rhythm', sql`${table.everyMinutes} > 0 and ${table.done} <= ${table.count}`),
  ],
)
