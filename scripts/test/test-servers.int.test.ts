import { Redis } from 'ioredis'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from './test-database'
import { createTestRedis } from './test-redis'

describe('servers for integration tests', () => {
  it('gives every caller a database of its own and drops it', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
    const sql = postgres(one.url, { max: 1 })
    await sql`create table only_here (id int)`
    const other = postgres(two.url, { max: 1 })
    expect(await other`select to_regclass('only_here') as found`).toEqual([{ found: null }])
    await Promise.all([sql.end(), other.end()])
    await Promise.all([one.drop(), two.drop()])
    const gone = postgres(one.url, { max: 1 })
    await expect(gone`select 1`).rejects.toThrow(/does not exist/)
    await gone.end()
  })

  it('gives an empty Redis database away from the default one', async () => {
    const { url, drop } = await createTestRedis()
    const redis = new Redis(url)
    expect(new URL(url).pathname).not.toBe('/0')
    expect(await redis.dbsize()).toBe(0)
    await redis.set('left', 'behind')
    await drop()
    expect(await redis.dbsize()).toBe(0)
    redis.disconnect()
  })
})
