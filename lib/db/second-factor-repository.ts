import { and, count, eq, isNull } from 'drizzle-orm'
import { recoveryCodes, secondFactors } from '@/drizzle/schema'
import type { Executor } from './client'

export type SecondFactorRow = typeof secondFactors.$inferSelect

export const findSecondFactor = async (db: Executor, userId: number): Promise<SecondFactorRow | null> =>
  (await db.select().from(secondFactors).where(eq(secondFactors.userId, userId)))[0] ?? null

export const lockSecondFactor = async (tx: Executor, userId: number): Promise<SecondFactorRow | null> =>
  (await tx.select().from(secondFactors).where(eq(secondFactors.userId, userId)).for('no key update'))[0] ??
  null

/** Begins anew an enrolment that was not confirmed. False: one is confirmed and stays. */
export const replaceUnconfirmed = async (
  tx: Executor,
  row: Pick<SecondFactorRow, 'userId' | 'sealedSecret' | 'keyId' | 'createdAt'>,
): Promise<boolean> => {
  const stored = await tx
    .insert(secondFactors)
    .values(row)
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { sealedSecret: row.sealedSecret, keyId: row.keyId, createdAt: row.createdAt },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId })
  return stored.length === 1
}

export const updateSecondFactor = async (
  tx: Executor,
  userId: number,
  change: Partial<Pick<SecondFactorRow, 'confirmedAt' | 'lastStep' | 'failures' | 'lockedUntil'>>,
): Promise<void> => {
  await tx.update(secondFactors).set(change).where(eq(secondFactors.userId, userId))
}

export const deleteSecondFactor = async (tx: Executor, userId: number): Promise<void> => {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId))
}

/** Whatever codes there were stop working. */
export const replaceRecoveryCodes = async (
  tx: Executor,
  userId: number,
  codeHashes: readonly string[],
): Promise<void> => {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await tx.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ userId, codeHash })))
}

/** Compare-and-set: true for one caller only, however many send the same code. */
export const spendRecoveryCode = async (
  tx: Executor,
  userId: number,
  codeHash: string,
  at: Date,
): Promise<boolean> => {
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: at })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.codeHash, codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId })
  return used.length === 1
}

export const unusedRecoveryCodes = async (db: Executor, userId: number): Promise<number> => {
  const [row] = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
  return row?.left ?? 0
}
