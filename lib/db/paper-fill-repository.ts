import { and, desc, eq, inArray, lte } from 'drizzle-orm'
import { orderAttempts, orders, paperFills, trades } from '@/drizzle/schema'
import type { Executor } from './client'

export const storePaperFill = async (db: Executor, row: typeof paperFills.$inferInsert): Promise<void> => {
  await db.insert(paperFills).values(row).onConflictDoNothing()
}

/** The stored attempt with what it was to swap; null when the signed bytes were thrown away. */
export const attemptToPair = async (db: Executor, signature: string) =>
  (
    await db
      .select({
        orderId: orders.id,
        side: orders.side,
        tokenMint: orders.tokenMint,
        inputRaw: orderAttempts.inputRaw,
        quotedOutRaw: orderAttempts.quotedOutRaw,
        minOutRaw: orderAttempts.minOutRaw,
        slippageBps: orderAttempts.slippageBps,
      })
      .from(orderAttempts)
      .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
      .where(eq(orderAttempts.signature, signature))
  )[0] ?? null

/**
 * A user's last settled pairs. One simulated after the real transaction had landed would see the price that
 * this very trade made, so it is left out.
 */
export const settledPairs = async (db: Executor, userId: number, limit: number) =>
  db
    .select({
      side: paperFills.side,
      simulatedOutRaw: paperFills.simulatedOutRaw,
      tokenRaw: trades.tokenRaw,
      quoteRaw: trades.quoteRaw,
      signedAt: orderAttempts.signedAt,
      resolvedAt: orderAttempts.resolvedAt,
    })
    .from(paperFills)
    .innerJoin(orderAttempts, eq(orderAttempts.signature, paperFills.signature))
    .innerJoin(orders, eq(orders.id, paperFills.orderId))
    .leftJoin(trades, eq(trades.signature, paperFills.signature))
    .where(
      and(
        eq(orders.userId, userId),
        inArray(orderAttempts.status, ['CONFIRMED', 'FAILED']),
        lte(paperFills.at, orderAttempts.resolvedAt),
      ),
    )
    .orderBy(desc(paperFills.at))
    .limit(limit)
