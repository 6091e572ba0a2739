import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as portfolio } from '@/app/api/v1/portfolio/route'
import { GET as positions } from '@/app/api/v1/positions/route'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { POST as buy } from '@/app/api/v1/trade/buy/route'
import { POST as sell } from '@/app/api/v1/trade/sell/route'
import { PUT as setState } from '@/app/api/v1/trading-state/route'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { createWebComposition } from '@/lib/composition/create-web-composition'
import { useWebComposition, type WebComposition } from '@/lib/composition/web'
import { insertPosition } from '@/lib/db/position-repository'
import { findUserByEmail } from '@/lib/db/user-repository'
import { tradingWallet } from '@/lib/db/wallet-repository'
import { storeTokens } from '@/lib/db/token-repository'

const mint = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
const positionId = '11111111-1111-4111-8111-111111111111'

let world: Awaited<ReturnType<typeof startWebWorld>>
let web: WebComposition
let authorization: string

beforeAll(async () => {
  world = await startWebWorld()
  const { db } = world.web
  const user = (await findUserByEmail(db, 'demo@jarvis.local'))!
  const wallet = (await tradingWallet(db, user.id))!
  const at = new Date()
  await storeTokens(db, [
    { mint, symbol: 'BONK', name: 'Bonk', decimals: 5, tokenProgram: 'x', refreshedAt: at },
  ])
  await insertPosition(db, {
    id: positionId,
    userId: user.id,
    walletId: wallet.id,
    tokenMint: mint,
    status: 'OPEN',
    amountRaw: 1_000n,
    boughtRaw: 1_000n,
    costRaw: 10n,
    feesLamports: 5_000n,
    feesUsd: '0.1',
    entryPriceUsd: '0.00002',
    takeProfitPct: '20',
    stopLossPct: '10',
    openedAt: at,
  })
  web = createWebComposition({ ...world.web.config, redisUrl: 'redis://127.0.0.1:1' })
  useWebComposition(web)
})
afterAll(async () => {
  await web?.close()
  await world?.close()
})

describe('while Redis is down', () => {
  it('one can still sign in, look and get out, but not in', async () => {
    const signedIn = await call(askToken, 'POST', '/auth/token', {
      body: { email: 'demo@jarvis.local', password: 'demo-sandbox' },
    })
    expect(signedIn.status).toBe(200)
    authorization = `Bearer ${((await signedIn.json()) as { token: string }).token}`
    const headers = (key: string) => ({ authorization, 'idempotency-key': key, prefer: 'respond-async' })

    const entry = await call(buy, 'POST', '/trade/buy', {
      headers: headers('in'),
      body: { token: 'BONK', amountUsd: 10 },
    })
    expect(entry.status).toBe(503)
    expect(((await entry.json()) as { detail: string }).detail).toContain('Redis')

    const open = await call(positions, 'GET', '/positions', { headers: headers('p') })
    expect(await open.json()).toMatchObject({
      positions: [{ id: positionId, currentPriceUsd: null, valueUsd: null }],
    })
    const equity = await call(portfolio, 'GET', '/portfolio', { headers: headers('q') })
    expect(await equity.json()).toMatchObject({ cashUsd: '10000', unpriced: ['SOL', positionId] })

    const started = performance.now()
    const exit = await call(sell, 'POST', '/trade/sell', { headers: headers('out'), body: { positionId } })
    expect(exit.status).toBe(202)
    expect(await exit.json()).toMatchObject({ order: { side: 'SELL', status: 'RECEIVED', positionId } })
    expect(performance.now() - started).toBeLessThan(3_000)

    const halt = await call(setState, 'PUT', '/trading-state', {
      headers: headers('halt'),
      body: { state: 'FLATTENING', reason: 'Redis is down', scope: 'own' },
    })
    expect(halt.status).toBe(200)
    expect(await halt.json()).toMatchObject({ state: 'FLATTENING', scope: 'own' })
  })
})
