import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { GET as listLaunches } from '@/app/api/v1/launches/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { alerts, launches as table, tokens, wallets } from '@/drizzle/schema'
import { createCurveReader } from '@/lib/adapters/amm-pools/curve-progress'
import { createBagsClient } from '@/lib/adapters/bags/client'
import { createBagsLaunchFeed } from '@/lib/adapters/bags/launch-feed'
import { createJupiterClient } from '@/lib/adapters/jupiter/client'
import { createJupiterTokenDirectory } from '@/lib/adapters/jupiter/market/token-directory'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import type { LaunchView } from '@/lib/contracts/launches'
import { insertPosition } from '@/lib/db/position-repository'
import { findUserByEmail } from '@/lib/db/user-repository'
import { noteGraduations } from '@/lib/services/launches/note-graduations'
import { refreshLaunches } from '@/lib/services/launches/refresh-launches'

type Launch = { mint: string; symbol: string; dammV2PoolKey: string | null }

let world: Awaited<ReturnType<typeof startWebWorld>>
let headers: Record<string, string>
let rpc: ReturnType<typeof createSolanaRpc>
beforeAll(async () => {
  world = await startWebWorld()
  const body = { email: 'demo@jarvis.local', password: 'demo-sandbox' }
  const answer = await call(askToken, 'POST', '/auth/token', { body })
  headers = { authorization: `Bearer ${((await answer.json()) as { token: string }).token}` }
  const url = `${world.sandbox.url}/rpc/helius`
  const node = { name: 'helius', url, wsUrl: url.replace('http', 'ws'), tier: 1 as const }
  rpc = createSolanaRpc({ providers: [node], rps: 500, logger: { warn: () => {} } })
  await world.sandbox.control('PUT', '/market', { frozen: true })
})
afterAll(async () => {
  await rpc?.close()
  await world?.close()
})

let ahead = 0
const deps = () => ({
  db: world.web.db,
  feed: createBagsLaunchFeed(
    createBagsClient({ baseUrl: `${world.sandbox.url}/bags`, apiKey: 'test', rps: 200 }),
  ),
  curves: createCurveReader(rpc),
  directory: createJupiterTokenDirectory(
    createJupiterClient({ baseUrl: `${world.sandbox.url}/jupiter`, rps: 200 }),
    { priority: 'refresh' },
  ),
  live: { publish: () => {} },
  now: () => new Date(Date.now() + ahead),
  newId: randomUUID,
})
const launch = (symbol: string, more: object = {}) =>
  world.sandbox.control<Launch>('POST', '/launches', { symbol, ...more })
const list = async (query = '') => {
  const answer = await call(listLaunches, 'GET', `/launches${query}`, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { launches: LaunchView[]; nextCursor: string | null }
}

describe('GET /launches', () => {
  it('is for those who signed in', async () => {
    expect((await call(listLaunches, 'GET', '/launches')).status).toBe(401)
  })

  it('tells what the feed, the curves and the listings say, scored, newest first, page by page', async () => {
    await launch('ALPHA')
    await refreshLaunches(deps())
    ahead += 1_000
    await launch('BETA')
    await refreshLaunches(deps())
    const first = await list('?limit=1')
    expect(first.launches.map(({ symbol }) => symbol)).toEqual(['BETA'])
    const second = await list(`?limit=1&cursor=${first.nextCursor}`)
    expect(second.launches.map(({ symbol }) => symbol)).toEqual(['ALPHA'])
    expect(second.nextCursor).toBeNull()
    const [alpha] = second.launches
    expect(alpha).toMatchObject({ status: 'PRE_GRAD', graduatedAt: null })
    expect(Number(alpha!.curveProgressPct)).toBeGreaterThan(5)
    expect(Number(alpha!.liquidityUsd)).toBeGreaterThan(1_000)
    expect(alpha!.scoreParts).toHaveLength(5)
    expect(alpha!.score).toBe(alpha!.scoreParts.reduce((sum, { points }) => sum + points, 0))
  })

  it('sees growth once it has something to compare with, and keeps when it was first seen', async () => {
    const [before] = (await list('?limit=1')).launches
    await world.sandbox.control('PUT', `/market/${before!.mint}`, { changePct: 200 })
    ahead += 6 * 60_000
    await refreshLaunches(deps())
    const [after] = (await list('?limit=1')).launches
    expect(after!.firstSeenAt).toBe(before!.firstSeenAt)
    expect(Number(after!.curveProgressPct)).toBeGreaterThan(Number(before!.curveProgressPct))
    const growth = (view: LaunchView) => view.scoreParts.find(({ part }) => part === 'growth')!
    expect(growth(before!).points).toBe(0)
    expect(growth(after!).points).toBeGreaterThan(0)
  })

  it('F24 writes a graduation down once, tells the holder, and no lagging feed takes it back', async () => {
    const { mint } = await launch('GAMMA')
    await refreshLaunches(deps())
    const { positionId } = await holding(mint)
    await launch('GAMMA', { graduate: true, migrationSlots: 1 })
    const deadline = Date.now() + 10_000
    for (;;) {
      await Promise.all([noteGraduations(deps()), noteGraduations(deps())])
      if ((await list('?status=MIGRATED')).launches.length > 0) break
      if (Date.now() > deadline) throw new Error('it did not graduate')
    }
    const [row] = await world.web.db.select().from(table).where(eq(table.mint, mint))
    const stale = {
      ...deps().feed,
      launches: async () => (await deps().feed.launches()).map((each) => ({ ...each, status: 'PRE_GRAD' })),
    }
    await refreshLaunches({ ...deps(), feed: stale })
    await noteGraduations(deps())
    const [gamma] = (await list('?status=MIGRATED')).launches
    expect(gamma).toMatchObject({ symbol: 'GAMMA', pool: row!.dammPool, curveProgressPct: '100' })
    expect(gamma!.graduatedAt).toBe(row!.graduatedAt!.toISOString())
    const told = (await world.web.db.select().from(alerts)).filter((alert) => alert.positionId === positionId)
    expect(told.map(({ title }) => title)).toEqual([expect.stringContaining('has graduated')])
  })
})

/** A position as the demo user would hold it. */
const holding = async (mint: string): Promise<{ positionId: string }> => {
  const { db } = world.web
  const user = await findUserByEmail(db, 'demo@jarvis.local')
  const [wallet] = await db.select().from(wallets).where(eq(wallets.userId, user!.id))
  const at = new Date()
  const token = { symbol: 'GAMMA', name: 'Gamma', decimals: 9, tokenProgram: 'program', refreshedAt: at }
  await db.insert(tokens).values({ mint, ...token })
  const positionId = randomUUID()
  await insertPosition(db, {
    ...{ id: positionId, userId: user!.id, walletId: wallet!.id, tokenMint: mint, status: 'OPEN' },
    ...{ amountRaw: 100n, boughtRaw: 100n, costRaw: 100_000_000n, feesLamports: 0n, feesUsd: '0' },
    ...{ entryPriceUsd: '1', takeProfitPct: '20', stopLossPct: '10', openedAt: at },
  })
  return { positionId }
}
