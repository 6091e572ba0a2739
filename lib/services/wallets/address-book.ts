import type { AddressInput, BookedAddressView } from '@/lib/contracts/wallets'
import {
  type AddressRow,
  deleteAddress,
  findAddress,
  insertAddress,
  listAddresses,
} from '@/lib/db/address-book-repository'
import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { Transfers } from '@/lib/ports/transfers'
import type { Context } from '../context'

export type AddressBookDeps = {
  db: Database
  transfers: Pick<Transfers, 'whyNotAWallet'>
  waitMs: number
  requireSecondFactor: (userId: number, code: string | undefined) => Promise<void>
}

const view = ({ id, address, label, createdAt, usableAt }: AddressRow): BookedAddressView => ({
  id,
  address,
  label,
  createdAt: createdAt.toISOString(),
  usableAt: usableAt.toISOString(),
})

/** Adds an address; one that is there already keeps its label and its time. */
export const addAddress = async (
  deps: AddressBookDeps,
  ctx: Context,
  input: AddressInput,
): Promise<BookedAddressView> => {
  const known = await findAddress(deps.db, ctx.userId, input.address)
  if (known) return view(known)
  const problem = await deps.transfers.whyNotAWallet(input.address)
  if (problem) throw new AppError('validation', `address: ${problem}.`)
  await deps.requireSecondFactor(ctx.userId, input.totp)
  return deps.db.transaction(async (tx) => view(await bookAddress(tx, deps.waitMs, ctx, input)))
}

export const bookAddress = async (
  tx: Executor,
  waitMs: number,
  ctx: Context,
  { address, label }: { address: string; label: string },
): Promise<AddressRow> => {
  const at = ctx.now()
  const usableAt = new Date(at.getTime() + waitMs)
  const row = { id: ctx.newId(), userId: ctx.userId, address, label, createdAt: at, usableAt }
  if (!(await insertAddress(tx, row))) return (await findAddress(tx, ctx.userId, address))!
  await recordAudit(tx, {
    userId: ctx.userId,
    actor: ctx.actor,
    action: 'address.added',
    subject: row.id,
    details: { address, label, usableAt: usableAt.toISOString() },
  })
  return row
}

export const removeAddress = async (deps: { db: Database }, ctx: Context, id: string): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const address = await deleteAddress(tx, ctx.userId, id)
    if (address === null) throw new AppError('not_found', 'There is no address with this id in your book.')
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'address.removed',
      subject: id,
      details: { address },
    })
  })
}

export const listBookedAddresses = async (
  deps: { db: Executor },
  ctx: Context,
): Promise<BookedAddressView[]> => (await listAddresses(deps.db, ctx.userId)).map(view)
