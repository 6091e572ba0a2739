import { bigint, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { orders } from './orders'

/** The order's timeline, in the order things happened. */
export const orderEvents = pgTable(
  'order_events',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    at: at('at').notNull(),
    step: text('step').notNull(),
    detail: text('detail').notNull(),
  },
  (table) => [index('order_events_order').on(table.orderId, table.id)],
)
