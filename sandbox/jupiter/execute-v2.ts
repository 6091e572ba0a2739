import type { LandedTransaction } from '@/sandbox/chain/chain'
import { messageBytesOf, parseTransaction, type WireTransaction } from '@/sandbox/chain/wire-transaction'
import { HttpError, reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import { fillOf } from './fill'
import type { JupiterWorld } from './jupiter-world'
import { isSignedBy } from './is-signed-by'
import { landingOf } from './landing'
import type { Order, OrderBook } from './order-book'

/** Codes of /execute; those below -1000 mean that the transaction may have been sent. */
const CODE = {
  missingOrder: -1,
  invalidTransaction: -2,
  invalidMessage: -3,
  missingRequestId: -4,
  missingTransaction: -5,
  unknown: -1001,
  notFullySigned: -1003,
  expired: -1005,
  timedOut: -1006,
} as const

/**
 * POST /swap/v2/execute: sends the signed transaction and waits until it is confirmed, expired or `timeoutMs` is over.
 * The same body may be posted again for two minutes to learn the outcome; it is never executed twice.
 */
export async function executeV2(
  world: JupiterWorld,
  orders: OrderBook,
  request: VendorRequest,
  timeoutMs: number,
): Promise<VendorReply> {
  const { requestId, wire, signature, order } = readExecution(orders, request.body)
  const outcome = orders.execute(
    requestId,
    () => land(world, order, wire, signature, request, timeoutMs),
    (answer) => (answer.body as { code?: number }).code !== CODE.timedOut,
  )
  // A repeated post has nothing left to do but wait.
  if (world.chain.transaction(signature)) request.effectDone()
  return outcome
}

function readExecution(orders: OrderBook, body: string) {
  const { requestId, signedTransaction } = parseJson(body)
  if (typeof requestId !== 'string' || requestId === '') {
    throw refused(CODE.missingRequestId, 'Missing request id')
  }
  if (typeof signedTransaction !== 'string' || signedTransaction === '') {
    throw refused(CODE.missingTransaction, 'Missing signed transaction')
  }
  const order = orders.find(requestId)
  if (!order) throw refused(CODE.missingOrder, 'Order not found, it might have expired')
  const transaction = parsed(Buffer.from(signedTransaction, 'base64'))
  const message = messageBytesOf(transaction)
  if (Buffer.compare(message, order.message) !== 0) {
    throw refused(CODE.invalidMessage, 'Invalid message bytes')
  }
  const { wire, signatures } = transaction
  const signature = wire.subarray(1, 65)
  if (signature.every((byte) => byte === 0)) {
    throw refused(CODE.notFullySigned, 'Transaction not fully signed')
  }
  if (!isSignedBy(order.taker, message, signature)) {
    throw refused(CODE.invalidTransaction, 'Invalid signed transaction')
  }
  return { requestId, wire, signature: signatures[0] ?? '', order }
}

async function land(
  world: JupiterWorld,
  order: Order,
  wire: Uint8Array,
  signature: string,
  request: VendorRequest,
  timeoutMs: number,
): Promise<VendorReply> {
  const outcome = await landingOf(world, { wire, signature, order, timeoutMs, path: request.path }, () =>
    request.effectDone(),
  )
  if (outcome === 'expired') return failed(signature, CODE.expired, 'Transaction expired')
  if (outcome === 'timed out') return failed(signature, CODE.timedOut, 'Timed out')
  return outcome.err === null ? succeeded(order, outcome) : failedOnChain(order, outcome)
}

function succeeded(order: Order, landed: LandedTransaction): VendorReply {
  return reply(200, {
    status: 'Success',
    signature: landed.signature,
    slot: landed.slot.toString(),
    code: 0,
    ...fillOf(order.quote, order.taker, landed),
  })
}

function failedOnChain(order: Order, landed: LandedTransaction): VendorReply {
  const custom = customCode(landed.err)
  const error =
    custom === null ? 'Unknown error' : (PROGRAM_ERRORS[custom] ?? `custom program error: #${custom}`)
  return reply(200, {
    status: 'Failed',
    signature: landed.signature,
    slot: landed.slot.toString(),
    code: custom ?? CODE.unknown,
    error,
    ...fillOf(order.quote, order.taker, null),
  })
}

const failed = (signature: string, code: number, error: string) =>
  reply(200, { status: 'Failed', slot: '0', signature, code, error })

const refused = (code: number, error: string) => new HttpError(reply(400, { code, error }))

const PROGRAM_ERRORS: Record<number, string> = {
  6001: 'Slippage tolerance exceeded',
  6008: 'Not enough account keys',
  6014: 'Incorrect token program ID',
  6017: 'Exact out amount not matched',
  6024: 'Insufficient funds',
  6025: 'Invalid token account',
}

function customCode(err: unknown): number | null {
  const detail = (err as { InstructionError?: [number, unknown] }).InstructionError?.[1]
  const code = (detail as { Custom?: unknown } | undefined)?.Custom
  return typeof code === 'number' ? code : null
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(body)
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new HttpError(reply(400, { error: 'Invalid JSON body' }))
}

function parsed(wire: Uint8Array): WireTransaction {
  try {
    return parseTransaction(wire)
  } catch {
    throw refused(CODE.invalidTransaction, 'Invalid signed transaction')
  }
}
