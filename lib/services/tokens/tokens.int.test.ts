import { randomBytes } from 'node:crypto'
import bs58 from 'bs58'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type DatabaseHandle } from '@/lib/db/client'
import { runMigrations } from '@/lib/db/migrate'
import { findToken, watchedTokens } from '@/lib/db/token-repository'
import type { Candle } from '@/lib/domain/tokens/candle'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { TokenDirectory, TokenListing } from '@/lib/ports/market-data'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { createTestDatabase, type TestDatabase } from '@/scripts/test/test-database'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { createCandleBackfill } from './candle-backfill'
import { missingWindows, WINDOW_SECONDS, windowOf } from './candle-history'
import { getCandles } from './get-candles'
import { getTokenCard } from './get-token-card'
import { refreshCatalogue } from './refresh-catalogue'
import { requestedMints } from './request-watch'
import { resolveToken } from './resolve-token'
import { searchTokens } from './search-tokens'
import { storeListings } from './store-listings'

const logger = pino({ level: 'silent' })
let now = new Date('2026-11-22T12:00:30Z')
const ctx = { now: () => now }

let database: TestDatabase
let testRedis: TestRedis
let handle: DatabaseHandle
let redis: Redis
let listed: TokenListing[]
let asked: string[]
let down: boolean

const mint = () => bs58.encode(randomBytes(32))
const listing = (symbol: string, changes: Partial<TokenListing> = {}): TokenListing => ({
  mint: mint(),
  symbol,
  name: `${symbol} token`,
  decimals: 6,
  tokenProgram: 'program',
  icon: null,
  verified: false,
  suspicious: false,
  deployer: null,
  mintAuthorityDisabled: true,
  freezeAuthorityDisabled: true,
  topHoldersPct: '10',
  holders: 5,
  priceUsd: '0.5',
  liquidityUsd: '100000',
  volume24hUsd: '1',
  marketCapUsd: '1',
  priceChange24hPct: '1',
  createdAt: new Date('2025-01-01T00:00:00Z'),
  ...changes,
})
const answer = (what: string, found: (token: TokenListing) => boolean) => {
  asked.push(what)
  if (down) throw new AppError('venue.unavailable', 'Jupiter cannot be reached.', { retry: 'retryable' })
  return listed.filter(found)
}
const directory: TokenDirectory = {
  search: async (query) =>
    answer(`search ${query}`, ({ symbol }) => symbol.toLowerCase().includes(query.toLowerCase())),
  byMints: async (mints) => answer('mints', (token) => mints.includes(token.mint)),
  topTraded: async () => answer('top', ({ symbol }) => symbol.startsWith('TOP')),
}

beforeAll(async () => {
  ;[database, testRedis] = await Promise.all([createTestDatabase(), createTestRedis()])
  await runMigrations(database.url)
  handle = openDatabase(database.url, { applicationName: 'test', maxConnections: 4 })
  redis = openRedis(testRedis.url, { role: 'command' })
  await redisReady(redis, 5_000)
})
afterAll(async () => {
  redis.disconnect()
  await handle.close()
  await Promise.all([database.drop(), testRedis.drop()])
})
beforeEach(() => {
  now = new Date('2026-11-22T12:00:30Z')
  listed = []
  asked = []
  down = false
})

describe('resolveToken', () => {
  const resolve = (text: string) => resolveToken({ db: handle.db, directory, now: () => now }, text)

  it('does not ask the directory where one verified token of the name is known', async () => {
    const real = listing('REAL', { verified: true })
    await storeListings(handle.db, [real, listing('real')], now)
    down = true
    expect((await resolve('$Real')).mint).toBe(real.mint)
    expect(asked).toEqual([])
  })

  it('never takes a copy because the real one is not known yet', async () => {
    const copy = listing('GEM')
    await storeListings(handle.db, [copy], now)
    const real = listing('GEM', { verified: true })
    listed = [copy, real, listing('GEMINI', { verified: true })]
    expect((await resolve('GEM')).mint).toBe(real.mint)
    expect(await findToken(handle.db, real.mint)).toMatchObject({ symbol: 'GEM', refreshedAt: now })
  })

  it('refuses rather than guess while the directory does not answer', async () => {
    await storeListings(handle.db, [listing('LONE')], now)
    down = true
    await expect(resolve('LONE')).rejects.toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
    await expect(resolve(mint())).rejects.toMatchObject({ code: 'venue.unavailable' })
  })

  it('lists the candidates where a name means two tokens', async () => {
    listed = [listing('TWIN', { verified: true }), listing('Twin', { verified: true })]
    await expect(resolve('twin')).rejects.toMatchObject({
      code: 'token.ambiguous',
      extra: {
        candidates: expect.arrayContaining(
          listed.map((token) => expect.objectContaining({ mint: token.mint })),
        ),
      },
    })
  })

  it('looks up a mint it does not know, once', async () => {
    const fresh = listing('NEW')
    listed = [fresh]
    expect((await resolve(fresh.mint)).symbol).toBe('NEW')
    expect((await resolve(fresh.mint)).symbol).toBe('NEW')
    expect(asked).toEqual(['mints'])
  })

  it.each(['', '$', ' ', 'x'.repeat(33), 'NOTHING', "'; drop table tokens; --", '%'])(
    'knows no token %j',
    async (text) => {
      await expect(resolve(text)).rejects.toMatchObject({ code: 'token.unknown' })
    },
  )
})

describe('token cards', () => {
  const card = (address: string) =>
    getTokenCard({ db: handle.db, redis, directory, logger }, ctx, { mint: address })

  it('shows a token outside the catalogue with the listed price, and makes it live', async () => {
    const token = listing('CARD')
    listed = [token]
    expect(await card(token.mint)).toMatchObject({
      priceUsd: '0.5',
      priceAt: now.toISOString(),
      roundTrip: null,
    })
    expect(await requestedMints(redis, now)).toContain(token.mint)
    now = new Date(now.getTime() + 121_000)
    expect(await requestedMints(redis, now)).not.toContain(token.mint)
  })

  it('describes anew after a minute, and shows what is stored while the directory is away', async () => {
    const token = listing('OLD')
    await storeListings(handle.db, [token], now)
    listed = [{ ...token, holders: 6 }]
    now = new Date(now.getTime() + 59_000)
    expect((await card(token.mint)).holders).toBe(5)
    now = new Date(now.getTime() + 2_000)
    expect((await card(token.mint)).holders).toBe(6)
    now = new Date(now.getTime() + 61_000)
    down = true
    expect(await card(token.mint)).toMatchObject({ holders: 6, priceUsd: null })
  })

  it('knows no token at an address nobody lists', async () => {
    await expect(card(mint())).rejects.toMatchObject({ code: 'token.unknown' })
    await expect(card('not-an-address')).rejects.toMatchObject({ code: 'token.unknown' })
  })

  it('searches on without the directory', async () => {
    await storeListings(handle.db, [listing('SEEK', { verified: true }), listing('SEEKER')], now)
    down = true
    const { tokens } = await searchTokens({ db: handle.db, redis, directory, logger }, ctx, {
      query: ' $seek ',
    })
    expect(tokens.map(({ symbol, priceUsd }) => [symbol, priceUsd])).toEqual([
      ['SEEK', null],
      ['SEEKER', null],
    ])
  })
})

describe('catalogue', () => {
  it('is the most traded and SOL, and stays while the directory is away', async () => {
    const sol = listing('SOL', { mint: WSOL_MINT })
    listed = [listing('TOP1'), listing('TOP2'), sol]
    const deps = { db: handle.db, directory, now: () => now, logger }
    const mints = await refreshCatalogue(deps)
    expect(new Set(mints)).toEqual(new Set(listed.map((token) => token.mint)))
    down = true
    expect(await refreshCatalogue(deps)).toEqual(mints)
    down = false
    listed = [listing('TOP3'), sol]
    await refreshCatalogue(deps)
    expect((await watchedTokens(handle.db)).map(({ symbol }) => symbol).sort()).toEqual(['SOL', 'TOP3'])
  })
})

describe('candle history', () => {
  const bar = (time: number): Candle => ({ time, open: '1', high: '2', low: '1', close: '2', volumeUsd: '3' })
  let calls: { pool: string; before: number }[]
  let oldest: number
  const source = {
    minuteCandles: async (pool: string, _mint: string, before: number, limit: number) => {
      calls.push({ pool, before })
      if (down) throw new AppError('venue.unavailable', 'GeckoTerminal is away.', { retry: 'retryable' })
      const bars = Array.from({ length: limit }, (_, index) =>
        bar(before - (before % 60) - (limit - index) * 60),
      )
      return bars.filter(({ time }) => time >= oldest)
    },
  }
  const pools = {
    topPools: async (mints: readonly string[]) => new Map(mints.map((each) => [each, [`pool of ${each}`]])),
  }
  const deps = () => ({ db: handle.db, candles: source, pools, redis, logger, now: () => now })
  const stored = async (token: TokenListing) => {
    await storeListings(handle.db, [token], now)
    return token.mint
  }
  beforeEach(() => {
    calls = []
    oldest = now.getTime() / 1_000 - 30 * 86_400
  })

  it('is read once for all viewers of a chart that has none', async () => {
    const token = await stored(listing('CHART'))
    const first = await getCandles(deps(), ctx, { mint: token, interval: '5m', limit: 50 })
    expect(first.candles).toHaveLength(50)
    expect(first.candles.at(-1)!.time).toBe(Math.floor(now.getTime() / 300_000) * 300 - 300)
    await getCandles(deps(), ctx, { mint: token, interval: '1m', limit: 50 })
    expect(calls).toHaveLength(1)
    const seconds = await getCandles(deps(), ctx, { mint: token, interval: '1s', limit: 50 })
    expect(seconds.candles.at(-1)).toMatchObject({ open: '2', close: '2' })
    expect(seconds.candles.at(-1)!.time).toBeLessThanOrEqual(now.getTime() / 1_000)
  })

  it('leaves a chart empty rather than fail, and refuses a token it does not know', async () => {
    const token = await stored(listing('BARE'))
    down = true
    expect((await getCandles(deps(), ctx, { mint: token, interval: '1m', limit: 10 })).candles).toEqual([])
    const unknown = getCandles(deps(), ctx, { mint: mint(), interval: '1m', limit: 10 })
    await expect(unknown).rejects.toMatchObject({ code: 'token.unknown' })
  })

  it('fills a week, newest first over all tokens, and asks again only for what it lacks', async () => {
    const tokens = [await stored(listing('WEEK')), await stored(listing('WEEKS'))]
    const backfill = createCandleBackfill(deps())
    await backfill.plan(tokens)
    await backfill.plan(tokens)
    const planned = backfill.remaining()
    expect(planned).toBeGreaterThanOrEqual(2 * 11)
    while (await backfill.step());
    expect(calls).toHaveLength(planned)
    expect(new Set(calls.slice(0, 2).map(({ pool }) => pool)).size).toBe(2)
    const befores = calls.map(({ before }) => before)
    expect(befores).toEqual(befores.toSorted((left, right) => right - left))
    const newest = windowOf(now.getTime() / 1_000)
    expect(await missingWindows(handle.db, tokens[0]!, now, 7)).toEqual([newest, newest - WINDOW_SECONDS])
    const [days] =
      await handle.sql`select count(*)::int as bars from candles where token_mint = ${tokens[0]!}`
    expect(days!.bars).toBeGreaterThanOrEqual(7 * 1_440)
  })

  it('keeps a failed window for later and stops where history ends', async () => {
    const token = await stored(listing('YOUNG'))
    oldest = now.getTime() / 1_000 - 3_600
    const backfill = createCandleBackfill(deps())
    await backfill.plan([token])
    const planned = backfill.remaining()
    down = true
    await expect(backfill.step()).rejects.toThrow('away')
    expect(backfill.remaining()).toBe(planned)
    down = false
    while (await backfill.step());
    expect(calls).toHaveLength(3)
  })
})
