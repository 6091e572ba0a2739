import { CPMM_PROGRAM } from '@/sandbox/amm/addresses'
import { reply, type VendorHandler } from '@/sandbox/http/exchange'
import { DAMM_PROGRAM, DBC_PROGRAM } from '@/sandbox/meteora/addresses'
import { statusVeilFor } from '@/sandbox/rpc/status-veil'
import { executeV2 } from './execute-v2'
import { DEX_LABEL, METEORA_LABEL, type JupiterWorld } from './jupiter-world'
import { OrderBook } from './order-book'
import { orderV2 } from './order-v2'
import { priceV3 } from './price-api'
import { programLabels, quoteV1, swapInstructionsV1, swapV1 } from './swap-v1'
import { tokensV2 } from './tokens-api'

const EXECUTE_TIMEOUT_MS = 30_000
const LABELS = {
  [CPMM_PROGRAM.toBase58()]: DEX_LABEL,
  [DBC_PROGRAM.toBase58()]: METEORA_LABEL.dbc,
  [DAMM_PROGRAM.toBase58()]: METEORA_LABEL.damm,
}

/** Every path of api.jup.ag that the sandbox stands in for. */
export function createJupiterHandler(
  world: JupiterWorld,
  executeTimeoutMs = EXECUTE_TIMEOUT_MS,
): VendorHandler {
  const orders = new OrderBook()
  statusVeilFor(world.chain, world.faults).register('jupiter')
  const routes: Record<string, VendorHandler> = {
    'GET /swap/v1/quote': (request) => quoteV1(world, request),
    'POST /swap/v1/swap': (request) => swapV1(world, request),
    'POST /swap/v1/swap-instructions': (request) => swapInstructionsV1(world, request),
    'GET /swap/v1/program-id-to-label': () => programLabels(LABELS),
    'GET /swap/v2/order': (request) => orderV2(world, orders, request),
    'POST /swap/v2/execute': (request) => executeV2(world, orders, request, executeTimeoutMs),
    'GET /price/v3': (request) => priceV3(request, world.tokens, world.chain, world.faults),
  }
  return (request) => {
    const handler = routes[`${request.method} ${request.path}`]
    if (handler) return handler(request)
    const tokens =
      request.method === 'GET' && request.path.startsWith('/tokens/v2/')
        ? tokensV2(request, world.tokens, world.chain, world.faults)
        : null
    return tokens ?? reply(404, { code: 404, message: 'Route not found' })
  }
}
