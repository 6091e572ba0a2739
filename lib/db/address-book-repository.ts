import { and, asc, eq } from 'drizzle-orm'
import { walletAddresses } from '@/drizzle/schema'
import type { Executor } from './client'

export type AddressRow = typeof walletAddresses.$inferSelect

/** False: the user has this address already; its waiting time does not start over. */
export const insertAddress = async (tx: Executor, row: AddressRow): Promise<boolean> =>
  (await tx.insert(walletAddresses).values(row).onConflictDoNothing().returning({ id: walletAddresses.id }))
    .length === 1

export const findAddress = async (
  tx: Executor,
  userId: number,
  address: string,
): Promise<AddressRow | null> =>
  (
    await tx
      .select()
      .from(walletAddresses)
      .where(and(eq(walletAddresses.userId, userId), eq(walletAddresses.address, address)))
  )[0] ?? null

export const listAddresses = async (db: Executor, userId: number): Promise<AddressRow[]> =>
  db
    .select()
    .from(walletAddresses)
    .where(eq(walletAddresses.userId, userId))
    .orderBy(asc(walletAddresses.createdAt), asc(walletAddresses.id))

/** The address it was, or null when the user has none with this id. */
export const deleteAddress = async (tx: Executor, userId: number, id: string): Promise<string | null> =>
  (
    await tx
      .delete(walletAddresses)
      .where(and(eq(walletAddresses.userId, userId), eq(walletAddresses.id, id)))
      .returning({ address: walletAddresses.address })
  )[0]?.address ?? null
