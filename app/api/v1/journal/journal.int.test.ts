import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as journal } from '@/app/api/v1/journal/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'

let world: Awaited<ReturnType<typeof startWebWorld>>
let headers: Record<string, string>
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  headers = { authorization: `Bearer ${((await answer.json()) as { token: string }).token}` }
})
afterAll(() => world?.close())

const read = (query = '') => call(journal, 'GET', `/journal${query}`, { headers })

describe('GET /journal', () => {
  it('is a file with its last line, however little there is', async () => {
    const answer = await read()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    expect(answer.headers.get('content-disposition')).toContain('jarvis-journal.jsonl')
    expect(JSON.parse(await answer.text())).toMatchObject({ end: true, rows: 0, head: '0'.repeat(64) })
  })

  it('streams more rows than a page holds, each chained to the one before', async () => {
    const denied = await call(buy, 'POST', '/trade/buy', {
      headers: { ...headers, 'idempotency-key': 'journal', prefer: 'respond-async' },
      body: { token: 'BONK', amountUsd: 501 },
    })
    expect(denied.status).toBe(422)
    await world.web.db.execute(sql`
      insert into orders
      select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid()))).*
      from orders o, generate_series(1, 204)`)
    const lines = (await (await read()).text()).trimEnd().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as { seq: number; previousHash: string; hash: string })
    expect(lines).toHaveLength(206)
    for (const [index, row] of rows.slice(1, -1).entries()) {
      expect(row.seq).toBe(index + 2)
      expect(row.previousHash).toBe(rows[index]!.hash)
    }
  })

  it('can be left in the middle', async () => {
    const reader = (await read()).body!.getReader()
    expect((await reader.read()).done).toBe(false)
    await reader.cancel()
  })

  it.each(['?format=xml', '?from=yesterday', '?from=2026-02-01&to=2026-01-01'])(
    'refuses %s',
    async (query) => {
      const answer = await read(query)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'validation' })
    },
  )
})
