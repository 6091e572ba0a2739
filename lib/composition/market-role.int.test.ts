import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type DatabaseHandle } from '@/lib/db/client'
import { runMigrations } from '@/lib/db/migrate'
import { decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { readPrices } from '@/lib/services/prices/read-prices'
import { startSandbox, type Sandbox } from '@/sandbox/start-sandbox'
import { createTestDatabase, type TestDatabase } from '@/scripts/test/test-database'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { startMarketRole } from './market-role'
import { createMarketServices } from './web-market'
import { createWorkerParts, type WorkerParts } from './worker'
import type { MarketServices } from './web-services'

const logger = pino({ level: process.env.TEST_LOG ?? 'silent' })
const ctx = {
  actor: { kind: 'system', id: 'test' } as const,
  userId: 1,
  now: () => new Date(),
  newId: () => 'id',
}

let sandbox: Sandbox
let database: TestDatabase
let testRedis: TestRedis
let handle: DatabaseHandle
let redis: Redis
let parts: WorkerParts
let role: { stop: () => Promise<void> }
let market: MarketServices

const eventually = async <T>(
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  ms = 30_000,
): Promise<T> => {
  const deadline = Date.now() + ms
  for (;;) {
    const value = await read()
    if (accept(value)) return value
    if (Date.now() > deadline)
      throw new Error(`not reached in ${ms} ms; last: ${JSON.stringify(value)?.slice(0, 500)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const mintOf = (symbol: string) => sandbox.market.resolve(symbol).mint
const priceOf = async (mint: string) => (await market.readMarket([mint])).get(mint)?.priceUsd.toNumber() ?? 0
/** A price lasts five seconds where nobody renews it: on a busy machine it may be gone for a moment. */
const knownPrice = (mint: string) =>
  eventually(
    () => priceOf(mint),
    (price) => price > 0,
  )

beforeAll(async () => {
  ;[database, testRedis] = await Promise.all([createTestDatabase(), createTestRedis()])
  await runMigrations(database.url)
  sandbox = await startSandbox({ port: 0, seed: 'market-role', slotMs: 100, dataDir: null })
  sandbox.market.steer({ frozen: true })
  const vendors = {
    jupiterUrl: `${sandbox.url}/jupiter`,
    jupiterApiKey: undefined,
    jupiterApi: 'v2' as const,
    jupiterRps: 200,
    bags: null,
    rpcRps: 200,
    jitoUrl: null,
    heliusSenderUrl: `${sandbox.url}/helius-sender`,
    mode: 'sandbox' as const,
    geckoterminalUrl: `${sandbox.url}/geckoterminal`,
  }
  const rpcUrl = `${sandbox.url}/rpc/helius`
  parts = createWorkerParts(
    {
      ...vendors,
      mode: 'sandbox',
      databaseUrl: database.url,
      redisUrl: testRedis.url,
      rpcProviders: [{ name: 'helius', url: rpcUrl, wsUrl: rpcUrl.replace('http', 'ws'), tier: 1 }],
      geyser: { url: sandbox.geyserUrl, token: undefined },
      workerRoles: ['market'],
      paper: { usdcRaw: 0n, lamports: 0n, latencyMs: 0, priorityFeeLamports: 0n },
      vaultKey: randomBytes(32),
      logLevel: 'silent',
    },
    logger,
  )
  handle = openDatabase(database.url, { applicationName: 'test', maxConnections: 4 })
  redis = openRedis(testRedis.url, { role: 'command' })
  await Promise.all([redisReady(redis, 5_000), redisReady(parts.redis, 5_000)])
  market = createMarketServices({
    ...{ config: vendors, db: handle.db, redis, rpc: parts.rpc, logger },
    now: () => new Date(),
  })
  role = await startMarketRole(parts)
})

afterAll(async () => {
  await role?.stop()
  await parts?.close()
  redis?.disconnect()
  await handle?.close()
  await sandbox?.close()
  await Promise.all([database?.drop(), testRedis?.drop()])
})

describe('market role on the sandbox', () => {
  it('prices the whole catalogue from its pools, SOL first', async () => {
    const { tokens } = await eventually(
      () => market.searchTokens(ctx, {}),
      ({ tokens: cards }) => cards.length > 20 && cards.every(({ priceUsd }) => priceUsd !== null),
    )
    expect(tokens[0]!.mint).toBe(WSOL_MINT)
    const depths = tokens.slice(1).map(({ liquidityUsd }) => Number(liquidityUsd))
    expect(depths).toEqual(depths.toSorted((left, right) => right - left))
    const sources = new Set((await market.latestPrices()).map(({ source }) => source))
    expect(sources).toEqual(new Set(['account-stream']))
    for (const row of sandbox.market.rows()) {
      const card = tokens.find(({ mint }) => mint === row.mint)
      if (card) expect(Number(card.priceUsd) / row.priceUsd).toBeCloseTo(1, 3)
    }
  })

  it('shows a move of the market in Redis and on the live stream', async () => {
    const bonk = mintOf('BONK')
    const before = await knownPrice(bonk)
    sandbox.market.setPrice('BONK', { changePct: 25 })
    await eventually(
      () => priceOf(bonk),
      (price) => Math.abs(price / before - 1.25) < 0.005,
      5_000,
    )
    const told = await eventually(
      async () =>
        (await redis.xrevrange('events', '+', '-', 'COUNT', 200)).map(([, fields]) => fields.join(' ')),
      (events) => events.some((event) => event.includes('name price') && event.includes(bonk)),
    )
    expect(told.length).toBeGreaterThan(0)
  })

  it('keeps quiet tokens current and beats while slots arrive', async () => {
    const wif = mintOf('WIF')
    const at = async () => (await market.readMarket([wif])).get(wif)?.at.getTime() ?? 0
    const first = await eventually(at, (time) => time > 0)
    await eventually(at, (time) => time > first + 1_000)
    const beat = JSON.parse((await redis.get('stream:account'))!) as {
      slot: number
      at: number
      source: string
    }
    expect(beat).toMatchObject({ source: 'yellowstone', slot: expect.any(Number) })
    expect(Date.now() - beat.at).toBeLessThan(5_000)
  })

  it('tells what a token is and what going in and out of it costs', async () => {
    const card = await market.getTokenCard(ctx, { mint: mintOf('BONK'), amountUsd: '100' })
    expect(card).toMatchObject({ symbol: expect.stringMatching(/bonk/i), verified: true })
    expect(card.safety.every(({ level }) => level === 'pass')).toBe(true)
    const trip = card.roundTrip!
    const parts = [trip.impactUsd, trip.venueUsd, trip.taxUsd, trip.networkUsd, trip.rentUsd].map((part) =>
      decimal(part),
    )
    const sum = parts.reduce((total, part) => total.add(part))
    expect(sum.sub(trip.totalUsd).abs().lt('0.00001')).toBe(true)
    expect(Number(trip.venueUsd)).toBeGreaterThan(0)
    // Two tips of Helius Sender, which small trades are not worth.
    const small = await market.getTokenCard(ctx, { mint: mintOf('BONK'), amountUsd: '50' })
    const solUsd = await priceOf(mintOf('SOL'))
    const more = Number(trip.networkUsd) - Number(small.roundTrip!.networkUsd)
    expect(more / (0.002 * solUsd)).toBeCloseTo(1, 2)
    const dear = await market.getTokenCard(ctx, { mint: mintOf('BONK'), amountUsd: '100000' })
    expect(Number(dear.roundTrip!.impactUsd)).toBeGreaterThan(Number(trip.impactUsd) * 1_000)
  })

  it('resolves symbols and mints, and refuses two of a name', async () => {
    const bonk = mintOf('BONK')
    for (const text of ['BONK', '$bonk', ` ${bonk} `])
      expect((await market.resolveToken(text)).mint).toBe(bonk)
    await expect(market.resolveToken('TWIN')).rejects.toMatchObject({
      code: 'token.ambiguous',
      extra: {
        candidates: [
          expect.objectContaining({ symbol: 'TWIN' }),
          expect.objectContaining({ symbol: 'TWIN' }),
        ],
      },
    })
    await expect(market.resolveToken('NOSUCH')).rejects.toMatchObject({ code: 'token.unknown' })
    await expect(market.resolveToken('11111111111111111111111111111112')).rejects.toMatchObject({
      code: 'token.unknown',
    })
  })

  it('finds by a part of the name and marks unsafe tokens', async () => {
    const found = await market.searchTokens(ctx, { query: 'jup' })
    expect(found.tokens[0]).toMatchObject({ mint: mintOf('JUP') })
    const { tokens } = await market.searchTokens(ctx, {})
    const levels = new Set(tokens.flatMap(({ safety }) => safety.map(({ level }) => level)))
    expect(levels).toEqual(new Set(['pass', 'amber', 'block']))
  })

  it('never shows an empty chart', async () => {
    const jup = mintOf('JUP')
    for (const interval of ['1s', '1m', '5m', '1h'] as const) {
      const { candles } = await market.getCandles(ctx, { mint: jup, interval, limit: 300 })
      expect(candles.length, interval).toBeGreaterThan(interval === '1h' ? 10 : interval === '1s' ? 0 : 150)
      const times = candles.map(({ time }) => time)
      expect(times).toEqual([...new Set(times)].sort((left, right) => left - right))
      for (const bar of candles)
        expect(
          decimal(bar.high).gte(bar.low) &&
            decimal(bar.high).gte(bar.close) &&
            decimal(bar.low).lte(bar.open),
        ).toBe(true)
    }
  })

  it('stores prices once a second at most, and bars with volume', async () => {
    sandbox.market.steer({ frozen: false })
    const rows = await eventually(
      () => handle.sql<{ mint: string; seconds: number; rows: number }[]>`
        select token_mint as mint, count(*)::int as rows, count(distinct date_trunc('second', time))::int as seconds
        from token_prices group by 1`,
      (found) => found.some(({ rows: count }) => count >= 5),
      30_000,
    )
    for (const { rows: count, seconds } of rows) expect(count).toBeLessThanOrEqual(seconds * 2)
    const [bar] = await handle.sql`select * from candles where source = 'jarvis' and volume_usd > 0 limit 1`
    expect(bar).toBeDefined()
  })

  it('polls the accounts when the stream is silent', async () => {
    const wif = mintOf('WIF')
    sandbox.market.steer({ frozen: true })
    sandbox.faults.add({ target: 'geyser', kind: 'silent' })
    const before = await knownPrice(wif)
    sandbox.market.setPrice('WIF', { changePct: 10 })
    const told = await eventually(
      async () => (await readPrices(redis, [wif])).get(wif),
      (price) => price !== undefined && Math.abs(price.priceUsd.toNumber() / before - 1.1) < 0.005,
    )
    expect(told!.source).toBe('account-poll')
    sandbox.faults.clear()
  })
})
