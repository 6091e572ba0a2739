import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VersionedTransaction } from '@solana/web3.js'
import bs58 from 'bs58'
import { afterEach, describe, expect, it } from 'vitest'
import {
  BONK,
  eventually,
  heldOf,
  sandboxClient,
  USDC,
  WSOL,
  type SandboxClient,
} from '../sandbox-client.fixture'

type Quote = Record<'outAmount' | 'minOutAmount', string> & {
  routePlan: { venue: string }[]
  platformFee: { amount: string; feeBps: number; feeAccount: string }
}
type LaunchRow = { mint: string; symbol: string; status: string; dbcPoolKey: string; dammV2PoolKey: string }
type Answer<T> = { status: number; headers: Headers; success: boolean; response: T; error: string }

let world: SandboxClient
afterEach(() => world.close())

const ask = async <T>(method: string, path: string, body?: unknown, key = 'test'): Promise<Answer<T>> => {
  const answered = await fetch(`${world.url}/bags${path}`, {
    method,
    headers: key ? { 'x-api-key': key } : {},
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json = (await answered.json()) as Answer<T>
  return { ...json, status: answered.status, headers: answered.headers }
}
const quote = (inputMint: string, outputMint: string, amount: bigint | string) =>
  ask<Quote>(
    'GET',
    `/api/v1/trade/quote?${new URLSearchParams({
      ...{ inputMint, outputMint, amount: amount.toString() },
      ...{ slippageMode: 'manual', slippageBps: '100' },
    })}`,
  )
const transactionFor = async (quoteResponse: Quote): Promise<Uint8Array> => {
  const body = { quoteResponse, userPublicKey: world.address }
  const { response, error } = await ask<{ swapTransaction: string }>('POST', '/trade/swap', body)
  expect(error).toBeUndefined()
  const transaction = VersionedTransaction.deserialize(bs58.decode(response.swapTransaction))
  transaction.sign([world.wallet])
  return transaction.serialize()
}
const land = async (wire: Uint8Array): Promise<unknown> => {
  const signature = await world.connection.sendRawTransaction(wire, { skipPreflight: true })
  return eventually(async () => {
    const { value } = await world.connection.getSignatureStatuses([signature])
    return value[0] && { err: value[0].err }
  })
}
/** Arbitrage still pulls pools to their frozen references: within a part in so many. */
const near = (amount: bigint, quoted: string, part = 1_000n): boolean => {
  const distance = amount - BigInt(quoted)
  return (distance < 0n ? -distance : distance) * part <= BigInt(quoted)
}
const held = async (mint: string): Promise<bigint> => heldOf(await world.ledger(), mint)

describe('bags.fm in the sandbox', () => {
  it('quotes and swaps a launch for dollars and back, one percent for the platform', async () => {
    world = await sandboxClient()
    await world.control('PUT', '/market', { frozen: true })
    await world.fund()
    const launch = await world.control<LaunchRow>('POST', '/launches', { symbol: 'fresh' })
    expect(launch).toMatchObject({ symbol: 'FRESH', status: 'PRE_GRAD', dammV2PoolKey: null })
    const buy = (await quote(USDC, launch.mint, 100_000_000n)).response
    expect(buy.platformFee).toMatchObject({ amount: '1000000', feeBps: 100 })
    expect(buy.routePlan.map(({ venue }) => venue)).toEqual(['Raydium CP', 'Dynamic Bonding Curve'])
    const wire = await transactionFor(buy)
    expect(wire.length).toBeLessThanOrEqual(1_232)
    expect(await land(wire)).toEqual({ err: null })
    const bought = await held(launch.mint)
    expect(near(bought, buy.outAmount)).toBe(true)
    expect(await held(USDC)).toBe(9_900_000_000n)

    const sell = (await quote(launch.mint, USDC, bought)).response
    expect(await land(await transactionFor(sell))).toEqual({ err: null })
    expect(near((await held(USDC)) - 9_900_000_000n, sell.outAmount)).toBe(true)
    expect(await held(launch.mint)).toBe(0n)
  })

  it('trades every other pair too, SOL as native SOL', async () => {
    world = await sandboxClient()
    await world.control('PUT', '/market', { frozen: true })
    await world.fund()
    const buy = (await quote(WSOL, BONK, 10n ** 9n)).response
    expect(buy.platformFee.amount).toBe('10000000')
    expect(await land(await transactionFor(buy))).toEqual({ err: null })
    const bought = await held(BONK)
    expect(near(bought, buy.outAmount)).toBe(true)
    const before = BigInt((await world.ledger()).lamports)
    const sell = (await quote(BONK, WSOL, bought)).response
    expect(await land(await transactionFor(sell))).toEqual({ err: null })
    const gained = BigInt((await world.ledger()).lamports) - before
    expect(near(gained, sell.outAmount, 500n)).toBe(true)
  })

  it('F24 a launch graduates: its curve refuses, it trades in DAMM v2, and every list says so', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bags-'))
    world = await sandboxClient({ dataDir })
    await world.control('PUT', '/market', { frozen: true })
    await world.fund()
    const { mint } = await world.control<LaunchRow>('POST', '/launches', { symbol: 'GRAD' })
    const stale = await transactionFor((await quote(USDC, mint, 50_000_000n)).response)
    expect(await world.control('POST', '/launches', { symbol: 'GRAD', graduate: true })).toMatchObject({
      status: 'MIGRATING',
    })
    expect(await land(stale)).toEqual({ err: { InstructionError: [expect.any(Number), { Custom: 6013 }] } })
    const pool = await eventually(async () => {
      const found = await ask<LaunchRow>('GET', `/solana/bags/pools/token-mint?tokenMint=${mint}`)
      return found.response.dammV2PoolKey
    })
    const [feed] = (await ask<{ status: string; tokenMint: string }[]>('GET', '/token-launch/feed')).response
    expect(feed).toMatchObject({ status: 'MIGRATED', tokenMint: mint })
    const migrated = await ask<unknown[]>('GET', '/solana/bags/pools?onlyMigrated=true')
    expect(migrated.response).toHaveLength(1)
    const viaJupiter = await world.jupiter.quoteGet({ inputMint: USDC, outputMint: mint, amount: 50_000_000 })
    expect(viaJupiter.routePlan.at(-1)?.swapInfo).toMatchObject({ ammKey: pool, label: 'Meteora DAMM v2' })
    const gecko = await world.send('GET', `/geckoterminal/api/v2/networks/solana/tokens/${mint}/pools`)
    expect(JSON.stringify(await gecko.json())).toContain(pool)

    await world.close()
    world = await sandboxClient({ dataDir })
    const again = await ask<LaunchRow>('GET', `/solana/bags/pools/token-mint?tokenMint=${mint}`)
    expect(again.response.dammV2PoolKey).toBe(pool)
    expect(await world.control('GET', '/launches')).toMatchObject([{ symbol: 'GRAD', status: 'MIGRATED' }])
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('a rug sells out, prices can be moved by hand', async () => {
    world = await sandboxClient()
    await world.control('PUT', '/market', { frozen: true })
    const { mint } = await world.control<LaunchRow>('POST', '/launches', { symbol: 'RUGGY' })
    const price = () => world.sandbox.market.byMint(mint)?.priceUsd ?? 0
    const first = price()
    await world.control('PUT', `/market/${mint}`, { changePct: 30 })
    expect(price() / first).toBeCloseTo(1.3, 3)
    await world.control('POST', '/launches', { symbol: 'RUGGY', rug: true })
    expect(price()).toBeLessThan(first)
    const rows = await world.control<{ symbol: string }[]>('GET', '/market')
    expect(rows.map(({ symbol }) => symbol)).not.toContain('RUGGY')
  })

  it('wants a key, tells its limits, and speaks its own errors', async () => {
    world = await sandboxClient()
    expect(await ask('GET', '/ping', undefined, '')).toMatchObject({ status: 401, success: false })
    const ping = await ask('GET', '/ping')
    expect(ping.status).toBe(200)
    expect(Number(ping.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0)
    const unknown = await quote(USDC, world.address, 1_000n)
    expect(unknown).toMatchObject({ status: 400, success: false, error: 'No route found for this pair' })
    await world.control('POST', '/faults', { target: 'bags', kind: 'rate_limit', path: '/trade' })
    const limited = await quote(USDC, BONK, 1_000_000n)
    expect(limited).toMatchObject({ status: 429, error: 'Rate limit exceeded', remaining: 0 })
    expect((await ask('GET', '/token-launch/feed')).status).toBe(200)
  })

  it('launches come, trade and graduate by themselves when they are asked to', async () => {
    world = await sandboxClient({ launchPace: { launchEveryMs: 200, tradeEveryMs: 30, most: 6 } })
    const rows = () => world.control<LaunchRow[]>('GET', '/launches')
    await eventually(async () => (await rows()).length >= 5)
    await eventually(async () =>
      (await rows()).some(({ mint }) => {
        const facts = world.sandbox.market.byMint(mint)
        return (facts?.holderCount ?? 0) > 9
      }),
    )
  })
})
