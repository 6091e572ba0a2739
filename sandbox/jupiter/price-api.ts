import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import { invalidParameter } from './routing-errors'
import { shownPrice } from './shown-price'
import type { TokenDirectory } from './token-directory'

const MAX_IDS = 50

/** GET /price/v3?ids=: prices as JSON numbers, keyed by mint; a mint without a price has no key at all. */
export function priceV3(
  request: VendorRequest,
  tokens: TokenDirectory,
  chain: Chain,
  faults: FaultBoard,
): VendorReply {
  const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '')
  if (ids.length === 0) throw invalidParameter('Query parameter ids is required')
  if (ids.length > MAX_IDS) throw invalidParameter(`Too many ids: at most ${MAX_IDS} at once`)
  const prices: Record<string, unknown> = {}
  for (const mint of new Set(ids)) {
    const token = tokens.byMint(mint)
    const usdPrice = token && shownPrice(token, 'jupiter', faults, request.path)
    if (!token || usdPrice === null) continue
    prices[mint] = {
      createdAt: new Date(token.createdAt).toISOString(),
      liquidity: token.liquidityUsd,
      usdPrice,
      blockId: Number(chain.slot),
      decimals: token.decimals,
      priceChange24h: token.stats['24h'].priceChange,
    }
  }
  return reply(200, prices)
}
