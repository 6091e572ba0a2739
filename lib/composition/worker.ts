import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createBagsVenue } from '@/lib/adapters/bags/bags-venue'
import { createBagsClient } from '@/lib/adapters/bags/client'
import { createBagsLaunchFeed } from '@/lib/adapters/bags/launch-feed'
import { createCircuitBreakers } from '@/lib/adapters/circuit-breakers/circuit-breakers'
import { createGeckoTerminalClient } from '@/lib/adapters/geckoterminal/client'
import { createGeckoTerminalCandleSource } from '@/lib/adapters/geckoterminal/candle-source'
import { createGeckoTerminalPoolDirectory } from '@/lib/adapters/geckoterminal/pool-directory'
import { createBundleReader } from '@/lib/adapters/jito/bundle-reader'
import { createJupiterClient } from '@/lib/adapters/jupiter/client'
import { createJupiterPriceSource } from '@/lib/adapters/jupiter/market/price-source'
import { createJupiterTokenDirectory } from '@/lib/adapters/jupiter/market/token-directory'
import { createRoundTripProbe } from '@/lib/adapters/jupiter/swap/round-trip-probe'
import { createJupiterVenue } from '@/lib/adapters/jupiter/swap/jupiter-venue'
import { mixedChains, wrongChain } from '@/lib/domain/tokens/genesis'
import { createCurveReader } from '@/lib/adapters/amm-pools/curve-progress'
import { poolCodecs } from '@/lib/adapters/amm-pools/pool-codecs'
import { createReclaims } from '@/lib/adapters/solana-transactions/reclaims'
import { createTransfers } from '@/lib/adapters/solana-transactions/transfers'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import { walletTokenAccounts } from '@/lib/adapters/wire/token-accounts'
import { createWalletMaker } from '@/lib/adapters/vault-signer/wallet-maker'
import { createVaultSigner } from '@/lib/adapters/vault-signer/vault-signer'
import type { WorkerConfig } from '@/lib/config/worker-config'
import { openDatabase } from '@/lib/db/client'
import { openOrderLocks } from '@/lib/db/order-locks'
import { sealedSecretOf } from '@/lib/db/wallet-repository'
import type { Logger } from '@/lib/observability/logger'
import { createLiveEventPublisher } from '@/lib/queue/live-events'
import { openRedis } from '@/lib/queue/redis'
import { createSwapRouter } from '@/lib/services/execution/router/create-swap-router'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { createFeeLevels } from '@/lib/services/execution/fee-levels'
import { createTipRoom } from '@/lib/services/execution/read-tip-room'
import { pairingSigner } from '@/lib/services/fidelity/pair-fills'
import { claimInstallation, WrongInstallationError } from '@/lib/services/installation/claim-installation'
import type { AssessEntrySafetyDeps } from '@/lib/services/safety/assess-entry-safety'
import { createGuardCheck } from '@/lib/services/exits/is-guardable'
import { paperProbe } from '@/lib/services/paper/paper-probe'
import { keepPrice } from '@/lib/services/prices/kept-price'
import { createPriceFeed } from '@/lib/services/prices/price-feed'
import { readMarketFromFeed } from '@/lib/services/prices/read-market-from-feed'
import { createSolPrice } from '@/lib/services/prices/sol-price'
import { chooseAccountStream } from './account-stream'
import { createLandingSender, landingWays } from './landing-sender'
import { paperExecution, paperRpc } from './paper'
import type { ExitWatchParts } from './exit-watch'
import { WORKER_SHARE, workerShare } from './request-shares'
import { bagsQueue, jupiterQueue } from './vendor-queues'
import { createSwapVerifier } from './verify-swap'

/** GeckoTerminal grants an address 30 calls a minute without a key; the web process has the other 8. */
const GECKO_PER_MINUTE = 22

/** Everything a worker process holds, connected but not started. */
export const createWorkerParts = (config: WorkerConfig, logger: Logger, { tipPatience = 1 } = {}) => {
  const now = () => new Date()
  const database = openDatabase(config.databaseUrl, { applicationName: 'jarvis-worker', maxConnections: 20 })
  const redis = openRedis(config.redisUrl, { role: 'command', logger })
  const bullmq = openRedis(config.redisUrl, { role: 'bullmq', logger })
  const chain = createSolanaRpc({ providers: config.rpcProviders, rps: workerShare(config.rpcRps), logger })
  const paper = { db: database.db, paper: config.paper, now }
  const rpc = config.mode === 'paper' ? paperRpc(chain, paper) : chain
  const shared = { redis, logger, shareAlone: WORKER_SHARE }
  const jupiter = createJupiterClient({
    baseUrl: config.jupiterUrl,
    ...(config.jupiterApiKey ? { apiKey: config.jupiterApiKey } : {}),
    rps: config.jupiterRps,
    queue: jupiterQueue(config, shared),
  })
  const bags =
    config.bags &&
    createBagsClient({
      baseUrl: config.bags.url,
      apiKey: config.bags.apiKey,
      rps: config.bags.rps,
      queue: bagsQueue(config.bags, shared),
    })
  const gecko = createGeckoTerminalClient({
    baseUrl: config.geckoterminalUrl,
    requestsPerMinute: GECKO_PER_MINUTE,
  })
  const stream = chooseAccountStream(config, rpc, logger)
  const pools = createGeckoTerminalPoolDirectory(gecko)
  const prices = createJupiterPriceSource(jupiter, { priority: 'refresh' })
  const feed = createPriceFeed({
    stream,
    accounts: rpc,
    pools,
    codecs: poolCodecs,
    fallback: prices,
    chainTip: chain.tip,
    now,
    logger,
  })
  const live = createLiveEventPublisher(redis, logger)
  const readMarket = readMarketFromFeed(feed, now)

  const solPriceUsd = createSolPrice({ feed, prices, db: database.db, now })
  const roughSolPrice = keepPrice(solPriceUsd, Date.now)
  const router = createSwapRouter({
    venues: [
      createJupiterVenue({
        client: jupiter,
        api: config.jupiterApi,
        tipping: { reader: chain, chain, logger, patience: tipPatience },
      }),
      ...(bags ? [createBagsVenue({ client: bags })] : []),
    ],
    circuits: createCircuitBreakers({ redis, logger, now: Date.now }),
    solPriceUsd: roughSolPrice,
  })

  const feeLevels = createFeeLevels({ source: chain, logger, now: Date.now })

  const safety: AssessEntrySafetyDeps = {
    ...{ db: database.db, redis, accounts: chain, chain, readMarket, logger, now },
    probe: config.mode === 'paper' ? paperProbe : createRoundTripProbe(jupiter, chain),
  }

  const createExecution = (vaultKey: Uint8Array): Omit<ExecutionDeps, 'onPositionChanged'> => ({
    db: database.db,
    chain: rpc,
    sender: createLandingSender(config, rpc, logger),
    router,
    signer: pairingSigner(
      createVaultSigner({ masterKey: vaultKey, loadSecret: (id) => sealedSecretOf(database.db, id) }),
      { db: database.db, router, logger, now, pause: (ms) => pause(ms) },
    ),
    transfers: createTransfers(rpc),
    reclaims: createReclaims(rpc),
    walletMaker: createWalletMaker({ masterKey: vaultKey }),
    ...createSwapVerifier(rpc),
    ...(config.mode === 'paper' ? paperExecution(chain, router, paper) : {}),
    isGuardable: createGuardCheck({ feed, now }),
    isBetweenPools: feed.isBetweenPools,
    solPriceUsd,
    roughSolPrice,
    readMarket,
    feeLevels,
    landingWays: landingWays(config),
    tipRoom: createTipRoom({ db: database.db, chain: rpc, now }),
    tipPatience,
    bundleOf: config.jitoUrl === null ? null : createBundleReader(config.jitoUrl),
    live,
    logger,
    now,
    newId: randomUUID,
    random: Math.random,
    pause: (ms, signal) => pause(ms, undefined, { signal }),
  })

  return {
    config,
    logger,
    now,
    database,
    redis,
    bullmq,
    rpc,
    feed,
    pools,
    live,
    readMarket,
    roughSolPrice,
    safety,
    exitWatch: {
      accounts: rpc,
      tokenAccounts: walletTokenAccounts,
      healthyNodes: () => rpc.healthyNodes(),
    } satisfies ExitWatchParts,
    directory: createJupiterTokenDirectory(jupiter, { priority: 'refresh' }),
    candleSource: createGeckoTerminalCandleSource(gecko, { background: true }),
    launches: bags && { feed: createBagsLaunchFeed(bags), curves: createCurveReader(rpc) },
    createExecution,
    openLocks: () => openOrderLocks(config.databaseUrl),
    /** Refuses a database of another mode or chain, a chain that does not fit the mode, and nodes of several chains. */
    claim: async () => {
      const genesisHash = await rpc.genesisHash()
      const wrong = wrongChain(config.mode, genesisHash)
      if (wrong) throw new WrongInstallationError(wrong)
      const stranger = (await chain.chains()).find((told) => told.genesisHash !== genesisHash)
      if (stranger) throw new WrongInstallationError(mixedChains(stranger, genesisHash))
      await claimInstallation({ db: database.db }, { mode: config.mode, genesisHash })
    },
    close: async () => {
      await feed.close()
      await rpc.close()
      redis.disconnect()
      bullmq.disconnect()
      await database.close()
    },
  }
}

export type WorkerParts = ReturnType<typeof createWorkerParts>
