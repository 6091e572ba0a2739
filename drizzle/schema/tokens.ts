import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { StoredMintFacts } from '../../lib/domain/tokens/safety'
import { at, exact } from './columns'

/** What is known of a mint. The mint is the identity; symbols repeat and lie. */
export const tokens = pgTable(
  'tokens',
  {
    mint: text('mint').primaryKey(),
    symbol: text('symbol').notNull(),
    name: text('name').notNull(),
    decimals: integer('decimals').notNull(),
    tokenProgram: text('token_program').notNull(),
    icon: text('icon'),
    verified: boolean('verified').notNull().default(false),
    /** In the catalogue the market role keeps prices for, beyond tokens that are held. */
    watched: boolean('watched').notNull().default(false),
    mintAuthorityDisabled: boolean('mint_authority_disabled'),
    freezeAuthorityDisabled: boolean('freeze_authority_disabled'),
    topHoldersPct: exact('top_holders_pct'),
    suspicious: boolean('suspicious').notNull().default(false),
    holders: integer('holders'),
    liquidityUsd: exact('liquidity_usd'),
    volume24hUsd: exact('volume_24h_usd'),
    marketCapUsd: exact('market_cap_usd'),
    priceChange24hPct: exact('price_change_24h_pct'),
    /** The deepest pool known, and what its accounts are: see lib/adapters/amm-pools. */
    pool: jsonb('pool').$type<{ address: string } | null>(),
    /** Who made the mint, as the directory says; null is unknown. */
    deployer: text('deployer'),
    /** From the mint account; null until it was read. */
    mintFacts: jsonb('mint_facts').$type<StoredMintFacts>(),
    mintedAt: at('minted_at'),
    refreshedAt: at('refreshed_at').notNull().defaultNow(),
  },
  (table) => [index('tokens_symbol').on(table.symbol), index('tokens_watched').on(table.watched)],
)
