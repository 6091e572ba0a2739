import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { operationKinds, operationStatuses } from '../../lib/domain/wallets/operation-status'
import { at, bytes, exact, rawAmount } from './columns'
import { users } from './users'
import { wallets } from './wallets'

/**
 * Money that moves without a swap. One row is one transaction: its bytes, signature and expiry are stored
 * before the first send and never replaced, so it can happen once at most. One that died is asked for anew.
 */
export const walletOperations = pgTable(
  'wallet_operations',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    /** The wallet that pays and signs. */
    walletId: uuid('wallet_id')
      .notNull()
      .references(() => wallets.id),
    kind: text('kind', { enum: operationKinds }).notNull(),
    status: text('status', { enum: operationStatuses }).notNull(),
    /** null: native SOL. */
    mint: text('mint'),
    amountRaw: rawAmount('amount_raw').notNull(),
    /** The receiving wallet, not its token account. */
    destination: text('destination').notNull(),
    /** Dollars it was worth when it was accepted: what the daily cap counts. */
    valueUsd: exact('value_usd'),
    /** What its kind needs beyond the above. */
    plan: jsonb('plan').$type<Record<string, unknown>>().notNull().default({}),
    idempotencyKey: text('idempotency_key').notNull(),
    bodyHash: text('body_hash').notNull(),
    actor: jsonb('actor').$type<{ kind: string; id?: string }>().notNull(),
    /** Unsigned while a connected wallet is asked; from SIGNED on the exact bytes that are sent. */
    transaction: bytes('transaction'),
    signature: text('signature').unique(),
    blockhash: text('blockhash'),
    lastValidBlockHeight: bigint('last_valid_block_height', { mode: 'bigint' }),
    /** What its witness held of the asset before it was signed, and the slot that is true for; null for older rows. */
    heldBeforeRaw: rawAmount('held_before_raw'),
    heldBeforeSlot: bigint('held_before_slot', { mode: 'bigint' }),
    /**
     * Since when nodes swear it dead and its wallet does not bear it out. An EXPIRED one that keeps it was never cleared
     * up: its money may have moved.
     */
    doubtedAt: at('doubted_at'),
    /** What nodes held of its witness when it first looked as though it had landed. */
    doubtedBy: jsonb('doubted_by').$type<{ slot: string; amountRaw: string }[]>(),
    slot: bigint('slot', { mode: 'bigint' }),
    feeLamports: rawAmount('fee_lamports'),
    /** Why it stands where it stands, in words. */
    detail: text('detail').notNull(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
    resolvedAt: at('resolved_at'),
    /** Not to be worked on before: the back-off of a preparation that failed. */
    notBefore: at('not_before'),
  },
  (table) => [
    uniqueIndex('wallet_operations_key').on(table.userId, table.kind, table.idempotencyKey),
    index('wallet_operations_user').on(table.userId, table.createdAt, table.id),
    index('wallet_operations_unfinished')
      .on(table.walletId)
      .where(sql`${table.status} in ('RECEIVED', 'AWAITING_SIGNATURE', 'SIGNED', 'SENT', 'UNKNOWN')`),
    check('wallet_operations_amount_positive', sql`${table.amountRaw} > 0`),
    check(
      'wallet_operations_stored_before_sent',
      sql`${table.status} not in ('SIGNED', 'SENT', 'UNKNOWN', 'CONFIRMED', 'FAILED') or (${table.signature} is not null and ${table.transaction} is not null and ${table.blockhash} is not null and ${table.lastValidBlockHeight} is not null)`,
    ),
  ],
)
