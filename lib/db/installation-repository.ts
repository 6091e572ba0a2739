import { installation } from '@/drizzle/schema'
import type { Executor } from './client'

export type Installation = Pick<typeof installation.$inferSelect, 'mode' | 'genesisHash'>

/** Claims the database for these values if it is new, and answers whom it belongs to. */
export const claimInstallationRow = async (db: Executor, claim: Installation): Promise<Installation> => {
  await db.insert(installation).values(claim).onConflictDoNothing()
  const [row] = await db.select().from(installation)
  return row ? { mode: row.mode, genesisHash: row.genesisHash } : claim
}

export const findInstallation = async (db: Executor): Promise<Installation | null> => {
  const [row] = await db.select().from(installation)
  return row ? { mode: row.mode, genesisHash: row.genesisHash } : null
}
