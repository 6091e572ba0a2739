import {
  HttpError,
  reply,
  type VendorHandler,
  type VendorReply,
  type VendorRequest,
} from '@/sandbox/http/exchange'
import { shownPrice } from '@/sandbox/jupiter/shown-price'
import type { TokenFacts } from '@/sandbox/market/token-facts'
import { jsonApiError } from './gateway-errors'
import { DEX, NETWORK, resourceId, USDC_MINT, type GeckoWorld } from './gecko-world'
import { badParameter, ohlcv } from './ohlcv'
import { poolResource, tokenResource } from './resources'

const MAX_ADDRESSES = 30
const PREFIX = `/api/v2/networks/${NETWORK}/`

/** The paths of api.geckoterminal.com that the sandbox stands in for. */
export function createGeckoTerminalHandler(world: GeckoWorld): VendorHandler {
  return (request) => {
    const parts = request.path.startsWith(PREFIX) ? request.path.slice(PREFIX.length).split('/') : []
    const [area, first = '', second, third] = parts
    if (request.method !== 'GET') throw notFound()
    if (area === 'tokens' && first === 'multi' && second && parts.length === 3) {
      return tokensMulti(world, request, decodeURIComponent(second).split(','))
    }
    if (area === 'tokens' && second === 'pools' && parts.length === 3)
      return poolsOfToken(world, request, first)
    if (area === 'pools' && second === 'ohlcv' && third && parts.length === 4) {
      return ohlcv(world, request, first, third)
    }
    throw notFound()
  }
}

function tokensMulti(world: GeckoWorld, request: VendorRequest, mints: string[]): VendorReply {
  if (mints.length > MAX_ADDRESSES) throw badParameter(`at most ${MAX_ADDRESSES} addresses at once`)
  const found = mints.flatMap((mint) => {
    const token = world.tokens.byMint(mint)
    return token ? [{ token, price: priceOf(world, request, token) }] : []
  })
  const data = found.map(({ token, price }) => tokenResource(token, price))
  if (request.query.get('include') !== 'top_pools') return reply(200, { data })
  return reply(200, { data, included: found.flatMap(({ token, price }) => poolsOf(world, token, price)) })
}

function poolsOfToken(world: GeckoWorld, request: VendorRequest, mint: string): VendorReply {
  const token = world.tokens.byMint(mint)
  if (!token) throw notFound()
  const priced = mint === USDC_MINT ? world.tokens.all().filter(({ pool }) => pool !== null) : [token]
  const data = priced
    .sort((a, b) => b.liquidityUsd - a.liquidityUsd)
    .flatMap((each) => poolsOf(world, each, priceOf(world, request, each)))
  return reply(200, { data, included: includedFor(world, request, priced) })
}

function poolsOf(world: GeckoWorld, token: TokenFacts, price: number | null) {
  if (token.pool === null || price === null) return []
  return [poolResource(token, token.pool, price, solPrice(world))]
}

function includedFor(world: GeckoWorld, { query }: VendorRequest, tokens: TokenFacts[]): unknown[] {
  const wanted = (query.get('include') ?? '').split(',')
  const brief = ({ mint, name, symbol, decimals, icon }: TokenFacts) => ({
    id: resourceId(mint),
    type: 'token',
    attributes: { address: mint, name, symbol, decimals, image_url: icon, coingecko_coin_id: null },
  })
  const quotes = new Set(tokens.map((token) => token.market?.quoteMint ?? USDC_MINT))
  const quoted = [...quotes].flatMap((mint) => world.tokens.byMint(mint) ?? [])
  return [
    ...(wanted.includes('base_token') ? tokens.map(brief) : []),
    ...(wanted.includes('quote_token') ? quoted.map(brief) : []),
    ...(wanted.includes('dex') ? dexesOf(tokens) : []),
  ]
}

const dexesOf = (tokens: TokenFacts[]) => {
  const named = new Map(tokens.map(({ market }) => market?.dex ?? DEX).map((dex) => [dex.id, dex.name]))
  return [...named].map(([id, name]) => ({ id, type: 'dex', attributes: { name } }))
}

const priceOf = (world: GeckoWorld, request: VendorRequest, token: TokenFacts) =>
  shownPrice(token, 'geckoterminal', world.faults, request.path)

const solPrice = (world: GeckoWorld) =>
  world.tokens.byMint('So11111111111111111111111111111111111111112')?.priceUsd ?? 1

const notFound = () => new HttpError(jsonApiError(404, 'Not Found'))
