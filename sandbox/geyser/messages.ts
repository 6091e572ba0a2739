import protocol from 'laserstream-core-proto-js'
import type { geyser } from 'laserstream-core-proto-js'

export const messages = protocol.geyser

/** The maps of a subscription, each with the type of its values. */
const MAPS = {
  accounts: messages.SubscribeRequestFilterAccounts,
  slots: messages.SubscribeRequestFilterSlots,
  transactions: messages.SubscribeRequestFilterTransactions,
  transactionsStatus: messages.SubscribeRequestFilterTransactions,
  blocks: messages.SubscribeRequestFilterBlocks,
  blocksMeta: messages.SubscribeRequestFilterBlocksMeta,
  entry: messages.SubscribeRequestFilterEntry,
} as const

/** 64-bit numbers as decimal strings, everything that may be left out filled in but optional fields. */
export type Subscription = {
  accounts: Record<string, AccountsFilter>
  slots: Record<string, { filterByCommitment?: boolean }>
  transactions: Record<string, TransactionsFilter>
  transactionsStatus: Record<string, TransactionsFilter>
  blocksMeta: Record<string, object>
  commitment?: number
  ping?: { id: number }
  fromSlot?: string
}
export type AccountsFilter = {
  account: string[]
  owner: string[]
  filters: DataFilter[]
  nonemptyTxnSignature?: boolean
}
export type DataFilter = {
  memcmp?: { offset: string; bytes?: Uint8Array; base58?: string; base64?: string }
  datasize?: string
  tokenAccountState?: boolean
  lamports?: { eq?: string; ne?: string; lt?: string; gt?: string }
}
export type TransactionsFilter = {
  vote?: boolean
  failed?: boolean
  signature?: string
  accountInclude: string[]
  accountExclude: string[]
  accountRequired: string[]
}

const PLAIN = { longs: String, bytes: Buffer, arrays: true, objects: true } as const

/**
 * Throws for bytes that are no request. Clients in Rust leave out a map's value where it is all defaults; such an
 * entry asks for everything and must not be lost.
 */
export function decodeSubscription(bytes: Uint8Array): Subscription {
  const request = messages.SubscribeRequest.decode(bytes)
  for (const [name, type] of Object.entries(MAPS)) {
    const map = request[name as keyof typeof MAPS] as Record<string, object | null>
    for (const key of Object.keys(map)) map[key] ??= type.create()
  }
  return messages.SubscribeRequest.toObject(request, PLAIN) as Subscription
}

/** A 64-bit number as the encoder takes it without loss. */
export const long = (value: bigint): Long => {
  const low = Number(BigInt.asIntN(32, value))
  return { low, high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true } as Long
}
type Long = Exclude<geyser.ISubscribeUpdateSlot['slot'], number | null | undefined>

/** The names of the filters that matched go before what they matched: fields may stand in any order. */
export function frameUpdate(filters: readonly string[], body: Uint8Array): Uint8Array {
  if (filters.length === 0) return body
  const names = messages.SubscribeUpdate.encode({ filters: [...filters] }).finish()
  return Buffer.concat([names, body])
}

export const encodeUpdate = (update: geyser.ISubscribeUpdate): Uint8Array => {
  const at = Date.now()
  const createdAt = { seconds: Math.floor(at / 1_000), nanos: (at % 1_000) * 1_000_000 }
  return messages.SubscribeUpdate.encode({ createdAt, ...update }).finish()
}
