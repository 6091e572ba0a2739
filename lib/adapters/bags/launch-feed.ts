import type { LaunchFeed } from '@/lib/ports/launch-feed'
import type { BagsClient } from './client'
import { bagsPools, launchFeed } from './schemas'

/** Two requests of the hour's budget, at the lowest priority: half of the hour is kept for trades. */
export const createBagsLaunchFeed = (client: BagsClient): LaunchFeed => ({
  launches: async () =>
    (await client.get('/token-launch/feed', {}, launchFeed, 'refresh')).map((launch) => ({
      mint: launch.tokenMint,
      symbol: launch.symbol.slice(0, 32),
      name: launch.name.slice(0, 100),
      icon: launch.image,
      creator: launch.accountKeys?.[0] ?? null,
      status: launch.status,
      dbcPool: launch.dbcPoolKey,
      twitter: launch.twitter,
      website: launch.website,
    })),
  graduated: async () =>
    (await client.get('/solana/bags/pools', { onlyMigrated: 'true' }, bagsPools, 'refresh')).map(
      ({ tokenMint, dbcPoolKey, dammV2PoolKey }) => ({
        mint: tokenMint,
        dbcPool: dbcPoolKey,
        dammPool: dammV2PoolKey,
      }),
    ),
})
