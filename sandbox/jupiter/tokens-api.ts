import bs58 from 'bs58'
import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import { invalidParameter } from './routing-errors'
import { shownPrice } from './shown-price'
import { jupiterToken } from './token-shape'
import type { TokenFacts } from '@/sandbox/market/token-facts'
import { INTERVALS, type Interval, type TokenDirectory } from './token-directory'

const MAX_MINTS = 100
const DEFAULT_MATCHES = 20
const DEFAULT_RECENT = 30
const DEFAULT_TOP = 50
const MAX_TOP = 100
/** Jupiter leaves these out of its rankings: they would always lead them. */
const GENERIC = new Set(['SOL', 'USDC', 'USDT'])

/** Every path under /tokens/v2; null when there is none of that name. */
export function tokensV2(
  request: VendorRequest,
  directory: TokenDirectory,
  chain: Chain,
  faults: FaultBoard,
): VendorReply | null {
  const found = select(request, directory.all())
  if (!found) return null
  const now = Date.now()
  const body = found.map((token) =>
    jupiterToken(token, shownPrice(token, 'jupiter', faults, request.path), chain.slot, now),
  )
  return reply(200, body)
}

function select({ path, query }: VendorRequest, tokens: TokenFacts[]): TokenFacts[] | null {
  const rest = path.slice('/tokens/v2/'.length)
  if (rest === 'search') return search(query.get('query'), tokens)
  if (rest === 'tag') return tagged(query.get('query'), tokens)
  if (rest === 'recent') return byAge(tokens).slice(0, DEFAULT_RECENT)
  const [category = '', interval = ''] = rest.split('/')
  const rank = RANKINGS[category]
  if (!rank) return null
  if (!(INTERVALS as readonly string[]).includes(interval)) {
    throw invalidParameter(`interval must be one of ${INTERVALS.join(', ')}`)
  }
  return tokens
    .filter((token) => !GENERIC.has(token.symbol))
    .sort((a, b) => rank(b, interval as Interval) - rank(a, interval as Interval))
    .slice(0, limitOf(query.get('limit')))
}

const traded = (token: TokenFacts, interval: Interval) =>
  token.stats[interval].buyVolume + token.stats[interval].sellVolume

const RANKINGS: Record<string, (token: TokenFacts, interval: Interval) => number> = {
  toporganicscore: (token) => token.organicScore,
  toptraded: traded,
  toptrending: (token, interval) =>
    Math.abs(token.stats[interval].priceChange) * Math.log1p(traded(token, interval)),
}

function search(text: string | null, tokens: TokenFacts[]): TokenFacts[] {
  if (!text) throw invalidParameter('Query parameter query is required')
  const parts = text.split(',').map((part) => part.trim())
  if (parts.every((part) => bs58.decodeUnsafe(part)?.length === 32)) {
    if (parts.length > MAX_MINTS) throw invalidParameter(`Too many mints: at most ${MAX_MINTS} at once`)
    return tokens.filter((token) => parts.includes(token.mint))
  }
  const wanted = text.toLowerCase()
  const matching = tokens.filter(
    ({ symbol, name }) => symbol.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted),
  )
  const closeness = (token: TokenFacts) =>
    token.symbol.toLowerCase() === wanted ? 2 : token.symbol.toLowerCase().startsWith(wanted) ? 1 : 0
  return matching
    .sort(
      (a, b) =>
        closeness(b) - closeness(a) || b.organicScore - a.organicScore || b.liquidityUsd - a.liquidityUsd,
    )
    .slice(0, DEFAULT_MATCHES)
}

function tagged(tag: string | null, tokens: TokenFacts[]): TokenFacts[] {
  const known = ['lst', 'verified', 'stocks']
  if (!tag || !known.includes(tag)) throw invalidParameter(`query must be one of ${known.join(', ')}`)
  return tokens.filter((token) => token.tags.includes(tag))
}

/** By the creation of the first pool, newest first; a token without a pool is not in the list. */
const byAge = (tokens: TokenFacts[]) =>
  tokens.filter((token) => token.pool !== null).sort((a, b) => b.createdAt - a.createdAt)

function limitOf(text: string | null): number {
  if (text === null) return DEFAULT_TOP
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_TOP) {
    throw invalidParameter(`limit must be a whole number from 1 to ${MAX_TOP}`)
  }
  return limit
}
