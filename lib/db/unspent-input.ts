import { isNull, sql } from 'drizzle-orm'
import { orders } from '@/drizzle/schema'

/** Slices count within the order they belong to, never beside it. */
export const isNoSlice = isNull(orders.parentId)

/**
 * Base units an entry may still spend: of one that is bought in slices, without those that are. `since`: slices
 * that finished later count as unspent, because a balance read then may not show them yet.
 */
export const unspentInput = (since: Date | null) =>
  // Named in full: drizzle leaves the tables out where it selects from one only.
  sql<string>`(orders.input_raw - coalesce((select sum(slice.input_raw) from orders slice where slice.parent_id = orders.id and slice.status = 'FILLED' ${
    since ? sql`and slice.updated_at < ${since.toISOString()}::timestamptz` : sql``
  }), 0))`
