import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/scripts/test/test-database'
import {
  coveredWindows,
  dropCandlesBefore,
  fillCandles,
  mergeCandles,
  readCandles,
} from './candle-repository'
import { openDatabase, type DatabaseHandle } from './client'
import { runMigrations } from './migrate'
import { insertPrices, lastStoredPrice, maintainPrices, secondCandles } from './price-repository'
import {
  findToken,
  findTokensBySymbol,
  replaceWatched,
  searchTokenRows,
  storePool,
  storeTokens,
  watchedTokens,
  type NewToken,
} from './token-repository'

let database: TestDatabase
let handle: DatabaseHandle
const now = new Date('2026-11-22T12:00:30Z')
const minute = Math.floor(now.getTime() / 60_000) * 60

const token = (mint: string, changes: Partial<NewToken> = {}): NewToken => ({
  mint,
  symbol: mint.toUpperCase(),
  name: `Token ${mint}`,
  decimals: 6,
  tokenProgram: 'program',
  refreshedAt: now,
  ...changes,
})
const bar = (time: number, open: string, high: string, low: string, close: string, volumeUsd = '1') => ({
  time,
  open,
  high,
  low,
  close,
  volumeUsd,
})

beforeAll(async () => {
  database = await createTestDatabase()
  await runMigrations(database.url)
  handle = openDatabase(database.url, { applicationName: 'test', maxConnections: 4 })
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})

describe('tokens', () => {
  it('refreshes what a directory says and keeps what it did not know, the catalogue and the pool', async () => {
    const { db } = handle
    await storeTokens(db, [token('aaa', { holders: 10, liquidityUsd: '0.000000000000123' })])
    await replaceWatched(db, ['aaa'])
    await storePool(db, 'aaa', 'pool-a')
    await storeTokens(db, [token('aaa', { holders: null, symbol: 'NEW' }), token('aaa', { symbol: 'NEWER' })])
    expect(await findToken(db, 'aaa')).toMatchObject({
      symbol: 'NEWER',
      holders: 10,
      liquidityUsd: '0.000000000000123',
      watched: true,
      pool: { address: 'pool-a' },
    })
  })

  it('keeps the catalogue to what it is told, deepest first', async () => {
    const { db } = handle
    await storeTokens(db, [
      token('b1', { liquidityUsd: '5' }),
      token('b2', { liquidityUsd: '50' }),
      token('b3'),
    ])
    await replaceWatched(db, ['b3', 'b1', 'b2'])
    expect((await watchedTokens(db)).map(({ mint }) => mint)).toEqual(['b2', 'b1', 'b3'])
    await replaceWatched(db, ['b1'])
    expect((await watchedTokens(db)).map(({ mint }) => mint)).toEqual(['b1'])
    await replaceWatched(db, [])
    expect(await watchedTokens(db)).toHaveLength(1)
  })

  it('finds by symbol in any case, and takes search text literally', async () => {
    const { db } = handle
    await storeTokens(db, [
      token('c1', { symbol: 'Bonk', name: 'Bonk', verified: true }),
      token('c2', { symbol: 'BONKER', name: 'Fake' }),
      token('c3', { symbol: 'bonk', name: '100%_Bonk' }),
    ])
    expect((await findTokensBySymbol(db, 'bonk')).map(({ mint }) => mint).sort()).toEqual(['c1', 'c3'])
    expect((await searchTokenRows(db, 'bonk', 10)).map(({ mint }) => mint)).toEqual(['c1', 'c3', 'c2'])
    expect((await searchTokenRows(db, '%_b', 10)).map(({ mint }) => mint)).toEqual(['c3'])
    expect((await searchTokenRows(db, 'c2', 10)).map(({ mint }) => mint)).toEqual(['c2'])
  })

  it('lets two writers store the same tokens at once', async () => {
    const list = Array.from({ length: 40 }, (_, index) => token(`d${index}`))
    const writers = [list, list.toReversed(), list, list.toReversed()]
    await expect(Promise.all(writers.map((rows) => storeTokens(handle.db, rows)))).resolves.toHaveLength(4)
  })
})

describe('prices', () => {
  it('keeps tiny prices exactly and makes one-second bars', async () => {
    const { db } = handle
    const at = (ms: number) => new Date(now.getTime() - 5_000 + ms)
    const price = (ms: number, priceUsd: string) => ({
      time: at(ms),
      tokenMint: 'p',
      priceUsd,
      slot: 7n,
      source: 'test',
    })
    await insertPrices(db, [
      price(0, '0.0000000000012345678901234567'),
      price(200, '0.000000000003'),
      price(900, '0.000000000002'),
      price(2_000, '0.000000000004'),
      price(-90_000, '9'),
    ])
    expect(await lastStoredPrice(db, 'p')).toBe('0.000000000004')
    expect(await lastStoredPrice(db, 'nobody')).toBeNull()
    const bars = await secondCandles(db, 'p', now, 60)
    expect(bars).toEqual([
      {
        time: minute + 25,
        open: '0.0000000000012345678901234567',
        high: '0.000000000003',
        low: '0.0000000000012345678901234567',
        close: '0.000000000002',
        volumeUsd: '0',
      },
      {
        time: minute + 27,
        open: '0.000000000004',
        high: '0.000000000004',
        low: '0.000000000004',
        close: '0.000000000004',
        volumeUsd: '0',
      },
    ])
  })

  it('makes partitions ahead and drops old ones', async () => {
    const { db, sql } = handle
    const ahead = new Date('2030-01-05T10:00:00Z')
    await maintainPrices(db, ahead, 7)
    await maintainPrices(db, ahead, 7)
    const partitions = await sql<{ name: string }[]>`
      select relname as name from pg_class where relname ~ '^token_prices_2030' and relkind = 'r' order by 1`
    if (partitions.length > 0) {
      expect(partitions.map(({ name }) => name)).toEqual(
        Array.from({ length: 8 }, (_, day) => `token_prices_203001${String(5 + day).padStart(2, '0')}`),
      )
      const [old] =
        await sql`select count(*)::int as count from pg_class where relname ~ '^token_prices_2026'`
      expect(old!.count).toBe(0)
    }
  })
})

describe('candles', () => {
  it('merges our own bars, and fills only the gaps from a vendor', async () => {
    const { db } = handle
    await mergeCandles(db, [{ mint: 'm', ...bar(minute - 60, '5', '6', '4', '5', '10') }], 'stream')
    await mergeCandles(db, [{ mint: 'm', ...bar(minute - 60, '9', '7', '3', '4', '2') }], 'stream')
    await fillCandles(
      db,
      'm',
      [bar(minute - 60, '1', '1', '1', '1'), bar(minute - 120, '2', '2', '2', '2')],
      'vendor',
    )
    expect(await readCandles(db, 'm', { seconds: 60, limit: 10, now })).toEqual([
      bar(minute - 120, '2', '2', '2', '2', '1'),
      bar(minute - 60, '5', '7', '3', '4', '10'),
    ])
  })

  it('makes longer bars by the clock, newest last, no more than asked for', async () => {
    const { db } = handle
    const start = Math.floor(minute / 300) * 300 - 300
    const bars = Array.from({ length: 10 }, (_, index) =>
      bar(start + index * 60, `${index + 1}`, `${index + 2}`, `${index}`, `${index + 1.5}`),
    )
    await fillCandles(db, 'n', bars, 'vendor')
    const five = await readCandles(db, 'n', { seconds: 300, limit: 2, now })
    expect(five).toEqual([
      bar(start, '1', '6', '0', '5.5', '5'),
      bar(start + 300, '6', '11', '5', '10.5', '5'),
    ])
    expect(await readCandles(db, 'n', { seconds: 300, limit: 1, now })).toEqual(five.slice(1))
    expect(await readCandles(db, 'n', { seconds: 86_400, limit: 5, now })).toHaveLength(1)
  })

  it('knows which windows need no history', async () => {
    const { db } = handle
    const window = Math.floor(minute / 600) * 600
    await fillCandles(db, 'w', [bar(window - 1_200, '1', '1', '1', '1')], 'vendor')
    const own = Array.from({ length: 9 }, (_, index) => ({
      mint: 'w',
      ...bar(window - 600 + index * 60, '1', '1', '1', '1'),
    }))
    await mergeCandles(db, own, 'stream')
    await mergeCandles(db, [{ mint: 'w', ...bar(window, '1', '1', '1', '1') }], 'stream')
    const query = { from: new Date((window - 6_000) * 1_000), seconds: 600, source: 'vendor' }
    expect([...(await coveredWindows(db, 'w', query))].sort()).toEqual([window - 1_200, window - 600])
    await dropCandlesBefore(db, new Date(now.getTime() + 86_400_000), 1)
    expect(await coveredWindows(db, 'w', query)).toEqual(new Set())
  })
})
