import { HttpError, reply, type VendorHandler } from '@/sandbox/http/exchange'
import { bagsPoolOf, bagsPools, creators, launchFeed, lifetimeFees } from './launch-api'
import { hourlyLimit, refusal, type BagsWorld } from './bags-world'
import { tradeQuote } from './trade-quote'
import { tradeSwap } from './trade-swap'

/** The paths of public-api-v2.bags.fm that the sandbox stands in for; `/api/v1` before them is optional. */
export function createBagsHandler(world: BagsWorld): VendorHandler {
  const count = hourlyLimit()
  const routes: Record<string, VendorHandler> = {
    'GET /ping': () => reply(200, { message: 'pong' }),
    'GET /trade/quote': (request) => tradeQuote(world, request),
    'POST /trade/swap': (request) => tradeSwap(world, request),
    'GET /token-launch/feed': () => launchFeed(world),
    'GET /token-launch/lifetime-fees': (request) => lifetimeFees(world, request),
    'GET /token-launch/creator/v3': (request) => creators(world, request),
    'GET /solana/bags/pools': (request) => bagsPools(world, request),
    'GET /solana/bags/pools/token-mint': (request) => bagsPoolOf(world, request),
  }
  return async (request) => {
    const limits = count()
    const withLimits = (answered: ReturnType<typeof reply>) => ({
      ...answered,
      headers: { ...limits, ...answered.headers },
    })
    try {
      if (!request.headers?.['x-api-key'])
        throw refusal(401, 'Invalid API key. Please check your x-api-key header.')
      const handler = routes[`${request.method} ${request.path}`]
      if (!handler) throw refusal(404, 'Resource not found')
      return withLimits(await handler(request))
    } catch (error) {
      if (error instanceof HttpError) return withLimits(error.reply)
      throw error
    }
  }
}
