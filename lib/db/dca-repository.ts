import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm'
import { dcaPlans, tokens } from '@/drizzle/schema'
import { dcaCanBecome, type DcaStatus } from '@/lib/domain/orders/dca-plan'
import type { Executor } from './client'

export type DcaPlanRow = typeof dcaPlans.$inferSelect
type NewDcaPlan = typeof dcaPlans.$inferInsert

export const insertDcaPlan = async (tx: Executor, row: NewDcaPlan): Promise<void> => {
  await tx.insert(dcaPlans).values(row)
}

export const lockDcaPlan = async (tx: Executor, id: string): Promise<DcaPlanRow | null> =>
  (await tx.select().from(dcaPlans).where(eq(dcaPlans.id, id)).for('no key update'))[0] ?? null

/** The plan that a request with this key made. */
export const findDcaPlanByKey = async (
  db: Executor,
  userId: number,
  key: string,
): Promise<{ id: string; bodyHash: string | null } | null> =>
  (
    await db
      .select({ id: dcaPlans.id, bodyHash: dcaPlans.bodyHash })
      .from(dcaPlans)
      .where(and(eq(dcaPlans.userId, userId), eq(dcaPlans.idempotencyKey, key)))
  )[0] ?? null

export const listDcaPlans = async (db: Executor, userId: number) =>
  db
    .select({ plan: dcaPlans, symbol: tokens.symbol, decimals: tokens.decimals })
    .from(dcaPlans)
    .innerJoin(tokens, eq(tokens.mint, dcaPlans.tokenMint))
    .where(eq(dcaPlans.userId, userId))
    .orderBy(desc(dcaPlans.createdAt), desc(dcaPlans.id))
    .limit(200)

export const dueDcaPlans = async (db: Executor, at: Date): Promise<DcaPlanRow[]> =>
  db
    .select()
    .from(dcaPlans)
    .where(and(eq(dcaPlans.status, 'ACTIVE'), lte(dcaPlans.nextAt, at)))
    .orderBy(asc(dcaPlans.nextAt))
    .limit(100)

export type DcaAdvance = { done: number; nextAt: Date; finished: boolean; note: string | null }

/** Compare-and-set: one occurrence further. False: another worker was first, or the plan was stopped meanwhile. */
export const advanceDcaPlan = async (
  tx: Executor,
  plan: Pick<DcaPlanRow, 'id' | 'done'>,
  { done, nextAt, finished, note }: DcaAdvance,
  at: Date,
): Promise<boolean> => {
  const moved = await tx
    .update(dcaPlans)
    .set({
      done,
      nextAt,
      lastNote: note,
      updatedAt: at,
      ...(finished ? { status: 'COMPLETED' as const } : {}),
    })
    .where(and(eq(dcaPlans.id, plan.id), eq(dcaPlans.done, plan.done), eq(dcaPlans.status, 'ACTIVE')))
    .returning({ id: dcaPlans.id })
  return moved.length === 1
}

/** Compare-and-set along legal edges. */
export const moveDcaPlan = async (
  tx: Executor,
  id: string,
  from: readonly DcaStatus[],
  to: DcaStatus,
  change: { updatedAt: Date; nextAt?: Date },
): Promise<boolean> => {
  const legal = from.filter((status) => dcaCanBecome(status, to))
  const moved = await tx
    .update(dcaPlans)
    .set({ status: to, ...change })
    .where(and(eq(dcaPlans.id, id), inArray(dcaPlans.status, legal)))
    .returning({ id: dcaPlans.id })
  return moved.length === 1
}

/** Where the plan's next purchases go. */
export const setDcaPosition = async (tx: Executor, id: string, positionId: string): Promise<void> => {
  await tx.update(dcaPlans).set({ positionId }).where(eq(dcaPlans.id, id))
}
