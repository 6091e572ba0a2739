import { Configuration, SwapApi } from '@jup-ag/api'
import { BONK, swapBench, WIF } from '@/sandbox/amm/swap-bench.fixture'
import { FaultBoard } from '@/sandbox/faults/fault-board'
import { createGeckoTerminalHandler } from '@/sandbox/geckoterminal/gecko-handler'
import { geckoTerminalErrors } from '@/sandbox/geckoterminal/gateway-errors'
import { startServer } from '@/sandbox/http/server'
import { jupiterGatewayErrors } from './gateway-errors'
import { createJupiterHandler } from './jupiter-handler'
import { USDC_MINT, WSOL_MINT, type JupiterWorld } from './jupiter-world'
import type { TokenFacts } from '@/sandbox/market/token-facts'
import type { WindowStats } from '@/sandbox/market/trading-stats'
import { INTERVALS, type Interval } from './token-directory'

export { BONK, WIF }

const stats: WindowStats = {
  priceChange: 1.5,
  liquidityChange: 0,
  volumeChange: 2,
  holderChange: 0,
  buyVolume: 600,
  sellVolume: 400,
  numBuys: 12,
  numSells: 8,
  numTraders: 9,
}

const facts = (
  symbol: string,
  mint: string,
  decimals: number,
  priceUsd: number,
  more: Partial<TokenFacts>,
): TokenFacts => ({
  mint,
  symbol,
  name: symbol,
  icon: null,
  decimals,
  tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  supply: 1_000_000,
  createdAt: Date.parse('2024-01-29T17:33:29Z'),
  pool: null,
  priceUsd,
  liquidityUsd: 2_000_000,
  holderCount: 100,
  verified: true,
  tags: ['verified'],
  organicScore: 90,
  mintAuthority: null,
  freezeAuthority: null,
  topHoldersPercentage: 10,
  suspicious: false,
  stats: Object.fromEntries(INTERVALS.map((interval) => [interval, stats])) as Record<Interval, WindowStats>,
  ...more,
})

/** A served Jupiter and GeckoTerminal over a chain with three pools and a user who holds SOL and USDC. */
export async function jupiterBench(options: { executeTimeoutMs?: number } = {}) {
  const bench = swapBench()
  const { chain, amm, meteora } = bench
  const faults = new FaultBoard()
  const open = (mint: string, token: bigint, usdc: bigint) => bench.openPool(mint, { token, usdc }).address
  const list = [
    facts('SOL', WSOL_MINT, 9, 150, { pool: open(WSOL_MINT, 10n ** 13n, 15n * 10n ** 11n) }),
    facts('USDC', USDC_MINT, 6, 1, {}),
    facts('BONK', BONK, 5, 0.00002, { pool: open(BONK, 10n ** 16n, 2n * 10n ** 12n), organicScore: 80 }),
    facts('WIF', WIF, 6, 2, {
      pool: open(WIF, 10n ** 12n, 2n * 10n ** 12n),
      verified: false,
      tags: [],
      organicScore: 20,
      mintAuthority: USDC_MINT,
      suspicious: true,
      createdAt: Date.parse('2025-06-01T00:00:00Z'),
    }),
  ]
  const tokens = {
    all: () => [...list],
    byMint: (mint: string) => list.find((token) => token.mint === mint) ?? null,
  }
  const minute = (index: number) => ({
    time: index * 60,
    open: 1 + index,
    high: 3 + index,
    low: 0.5,
    close: 2 + index,
    volume: 10,
  })
  const candles = Array.from({ length: 120 }, (_, index) => minute(index + 1_000_020))
  bench.setTokens(USDC_MINT, 10_000_000_000n)

  const world: JupiterWorld = { chain, amm, meteora, tokens, faults }
  const server = await startServer(0, {
    vendors: {
      jupiter: {
        handler: createJupiterHandler(world, options.executeTimeoutMs),
        errors: jupiterGatewayErrors,
      },
      geckoterminal: {
        handler: createGeckoTerminalHandler({ tokens, faults, minuteCandles: () => candles, now: Date.now }),
        errors: geckoTerminalErrors,
      },
    },
    rpc: { providers: [], request: () => {}, upgrade: () => {} },
    control: async () => {},
    faults,
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    ...bench,
    faults,
    list,
    url,
    wallet: bench.user.publicKey.toBase58(),
    api: new SwapApi(
      new Configuration({ basePath: `${url}/jupiter/swap/v1`, headers: { 'x-api-key': 'any' } }),
    ),
    get: (path: string) => fetch(url + path),
    post: (path: string, body: unknown) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: async () => {
      chain.stop()
      await server.close()
    },
  }
}

export type JupiterBench = Awaited<ReturnType<typeof jupiterBench>>

export const json = async <T>(response: Response): Promise<T> => (await response.json()) as T
