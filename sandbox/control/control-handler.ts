import type { IncomingMessage, ServerResponse } from 'node:http'
import { ExecutionError, type Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { HttpError, reply, sendReply, type VendorReply } from '@/sandbox/http/exchange'
import { readBody } from '@/sandbox/http/read-body'
import type { Market } from '@/sandbox/market/market'
import { MarketError } from '@/sandbox/market/market-errors'
import { addFault, removeFault } from './fault-routes'
import type { TokenFreezer } from './freeze-tokens'
import { address, badRequest } from './input'
import { changeLaunch, launchRow } from './launch-routes'
import { readLedger } from './ledger'
import { airdrop, changeToken, movePrice, steerMarket, transfer } from './market-routes'

export type ControlWorld = { chain: Chain; market: Market; faults: FaultBoard; freezer: TokenFreezer }

type Handler = (world: ControlWorld, body: string, parameter: string) => VendorReply

/** Keyed by method and path; `*` is one path segment, handed over decoded. */
const ROUTES: Record<string, Handler> = {
  'GET /market': ({ market }) => reply(200, market.rows()),
  'PUT /market': ({ market }, body) => steerMarket(market, body),
  'PUT /market/*': ({ market }, body, token) => movePrice(market, token, body),
  'PUT /tokens/*': ({ market }, body, token) => changeToken(market, token, body),
  'GET /faults': ({ faults }) => reply(200, faults.list()),
  'POST /faults': ({ faults, freezer }, body) => {
    const added = addFault(faults, freezer.mintOf, body)
    freezer.apply()
    return added
  },
  'DELETE /faults': ({ faults, freezer }) => {
    faults.clear()
    freezer.apply()
    return reply(204, undefined)
  },
  'DELETE /faults/*': ({ faults, freezer }, _body, id) => {
    const removed = removeFault(faults, id)
    freezer.apply()
    return removed
  },
  'GET /ledger/*': ({ chain, market }, _body, wallet) => {
    if (!address.safeParse(wallet).success) throw badRequest('wallet: must be a Solana address', 'wallet')
    return reply(
      200,
      readLedger(chain, wallet, (mint) => market.byMint(mint)?.symbol ?? null),
    )
  },
  'POST /airdrop': ({ market }, body) => airdrop(market, body),
  'POST /transfer': ({ market }, body) => transfer(market, body),
  'GET /launches': ({ market }) => reply(200, market.launchpad.list().map(launchRow)),
  'POST /launches': ({ market }, body) => changeLaunch(market, body),
}

/**
 * The control API: for programs on this machine only. A browser page must not reach it, so anything with an `Origin`,
 * or asked for under another name than the loopback's, is refused.
 */
export function createControlHandler(world: ControlWorld) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const refusal = refusalOf(request)
    if (refusal) return sendReply(response, reply(403, { error: refusal }))
    const body = await readBody(request)
    sendReply(response, answer(world, request.method ?? 'GET', path, body))
  }
}

function answer(world: ControlWorld, method: string, path: string, body: string): VendorReply {
  try {
    return dispatch(world, method, path.replace(/\/+$/, ''), body)
  } catch (error) {
    if (error instanceof HttpError) return error.reply
    if (error instanceof MarketError) {
      return reply(error.code === 'unknown_token' ? 404 : 400, { error: error.message, field: error.field })
    }
    if (error instanceof ExecutionError) {
      return reply(409, { error: `The chain refused the transaction: ${JSON.stringify(error.err)}` })
    }
    throw error
  }
}

function dispatch(world: ControlWorld, method: string, path: string, body: string): VendorReply {
  const exact = ROUTES[`${method} ${path}`]
  if (exact) return exact(world, body, '')
  const slash = path.lastIndexOf('/')
  const wildcard = `${path.slice(0, slash)}/*`
  const withParameter = slash > 0 ? ROUTES[`${method} ${wildcard}`] : undefined
  if (withParameter) return withParameter(world, body, decoded(path.slice(slash + 1)))
  const others = Object.keys(ROUTES).filter((route) =>
    [path, wildcard].some((end) => route.endsWith(` ${end}`)),
  )
  if (others.length > 0) {
    return reply(405, { error: `${method} is not possible here; there is ${others.join(', ')}` })
  }
  const known = Object.keys(ROUTES).join(', ')
  return reply(404, { error: `The control API has no ${method} ${path}. It has: ${known}` })
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest(`The path segment ${segment} is not well formed`)
  }
}

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])
const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

function refusalOf({ headers, socket }: IncomingMessage): string | null {
  if (!LOOPBACK_ADDRESSES.has(socket.remoteAddress ?? '')) return 'The control API answers this machine only'
  if (headers.origin !== undefined) return 'The control API refuses requests with an Origin header'
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  return LOOPBACK_NAMES.has(host) ? null : `The control API does not answer under the name ${host}`
}
