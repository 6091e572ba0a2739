import { and, eq, sql } from 'drizzle-orm'
import { orderAttempts, paperBalances, paperTransactions } from '@/drizzle/schema'
import type { Database, Executor } from './client'

export type PaperTransactionRow = typeof paperTransactions.$inferSelect

export const findPaperTransaction = async (
  db: Executor,
  signature: string,
): Promise<PaperTransactionRow | null> =>
  (await db.select().from(paperTransactions).where(eq(paperTransactions.signature, signature)))[0] ?? null

/** Gives a wallet seen for the first time its starting balances, once. */
export const openPaperAccount = async (
  db: Executor,
  address: string,
  start: ReadonlyMap<string, bigint>,
): Promise<void> => {
  const rows = [...start].map(([mint, amountRaw]) => ({ address, mint, amountRaw }))
  await db.insert(paperBalances).values(rows).onConflictDoNothing()
}

export const paperHoldings = async (
  db: Executor,
  address: string,
  options: { lock: boolean } = { lock: false },
): Promise<Map<string, bigint>> => {
  const query = db
    .select()
    .from(paperBalances)
    .where(eq(paperBalances.address, address))
    .orderBy(paperBalances.mint)
  const rows = options.lock ? await query.for('no key update') : await query
  return new Map(rows.map(({ mint, amountRaw }) => [mint, amountRaw]))
}

export type PaperEffects = Omit<PaperTransactionRow, 'signature' | 'status' | 'address'>

/**
 * Lands a transaction: its row and what it moves, in one transaction and once a signature. `decide` sees
 * the wallet's holdings under lock. False: it landed before, or is dead.
 */
export const landPaperTransaction = async (
  db: Database,
  { signature, address }: { signature: string; address: string },
  decide: (holdings: ReadonlyMap<string, bigint>) => PaperEffects,
): Promise<boolean> =>
  db.transaction(async (tx) => {
    // The wallet's native balance is its lock: fills of one wallet take their turns.
    const effects = decide(await paperHoldings(tx, address, { lock: true }))
    const landed = await tx
      .insert(paperTransactions)
      .values({ signature, address, status: 'LANDED', ...effects })
      .onConflictDoNothing()
      .returning({ signature: paperTransactions.signature })
    if (landed.length === 0) return false
    const moves = [['SOL', effects.lamports] as const, ...Object.entries(effects.tokens)]
    for (const [mint, change] of moves)
      await tx
        .insert(paperBalances)
        .values({ address, mint, amountRaw: 0n })
        .onConflictDoNothing()
        .then(() =>
          tx
            .update(paperBalances)
            .set({ amountRaw: sql`${paperBalances.amountRaw} + ${String(change)}::numeric` })
            .where(and(eq(paperBalances.address, address), eq(paperBalances.mint, mint))),
        )
    return true
  })

/** Closes the signature of a stored attempt whose last valid height has passed. True: it is dead for good. */
export const buryPaperTransaction = async (
  db: Executor,
  signature: string,
  finalizedHeight: bigint,
  at: Date,
): Promise<boolean> => {
  const [attempt] = await db
    .select({ lastValid: orderAttempts.lastValidBlockHeight })
    .from(orderAttempts)
    .where(eq(orderAttempts.signature, signature))
  if (!attempt || finalizedHeight <= attempt.lastValid) return false
  await db
    .insert(paperTransactions)
    .values({
      signature,
      status: 'DEAD',
      slot: finalizedHeight,
      at,
      lamports: 0n,
      feeLamports: 0n,
      tokens: {},
    })
    .onConflictDoNothing()
  return (await findPaperTransaction(db, signature))?.status === 'DEAD'
}
