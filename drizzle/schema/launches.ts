import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ScorePart } from '../../lib/domain/launches/early-discovery-score'
import { launchStatuses } from '../../lib/domain/launches/launch-status'
import { at, exact } from './columns'

/** What vendors said of a launch some minutes ago, for its growth. */
export type LaunchSample = { at: string; liquidityUsd: string | null; volume24hUsd: string | null }

/** Tokens launched on bags.fm, as its feed and its pools tell of them, and what they are worth a look. */
export const launches = pgTable(
  'launches',
  {
    id: uuid('id').primaryKey(),
    mint: text('mint').notNull(),
    symbol: text('symbol').notNull(),
    name: text('name').notNull(),
    icon: text('icon'),
    creator: text('creator'),
    status: text('status', { enum: launchStatuses }).notNull(),
    dbcPool: text('dbc_pool'),
    dammPool: text('damm_pool'),
    twitter: text('twitter'),
    website: text('website'),
    curveProgressBps: integer('curve_progress_bps'),
    liquidityUsd: exact('liquidity_usd'),
    peakLiquidityUsd: exact('peak_liquidity_usd'),
    volume24hUsd: exact('volume_24h_usd'),
    holders: integer('holders'),
    score: integer('score').notNull(),
    scoreParts: jsonb('score_parts').$type<ScorePart[]>().notNull(),
    samples: jsonb('samples').$type<LaunchSample[]>().notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
    graduatedAt: at('graduated_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('launches_mint').on(table.mint),
    index('launches_first_seen').on(table.firstSeenAt, table.id),
    index('launches_creator').on(table.creator),
  ],
)
