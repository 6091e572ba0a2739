import { setTimeout as delay } from 'node:timers/promises'
import type { ServerResponse } from 'node:http'
import type { Fault, FaultBoard } from '@/sandbox/faults/fault-board'
import { HttpError, type VendorHandler, type VendorReply, type VendorRequest } from './exchange'
import { reply, sendReply, sendText } from './exchange'

/** How a vendor words the failures that its gateway, not its application, answers. */
export type VendorErrors = {
  rateLimited: (resetAtMs: number) => VendorReply
  failed: (status: number) => VendorReply
}

const DEFAULT_SLOW_MS = 2_000
const DEFAULT_RATE_LIMIT_SECONDS = 1

/** Answers one request of a vendor, honouring the faults that stand against it. */
export async function answerVendor(
  target: string,
  handler: VendorHandler,
  errors: VendorErrors,
  faults: FaultBoard,
  request: VendorRequest,
  response: ServerResponse,
): Promise<void> {
  const struck = (kind: Fault['kind']) => faults.take(target, kind, request.path)
  if (struck('down')) {
    response.destroy()
    return
  }
  // Left open: the caller's own time-out or the closing of the server ends it.
  if (struck('hang')) return
  const slow = struck('slow')
  if (slow) await delay(Number(slow.value ?? DEFAULT_SLOW_MS), undefined, { signal: request.signal })
  const limited = struck('rate_limit')
  if (limited) {
    const seconds = Number(limited.value ?? DEFAULT_RATE_LIMIT_SECONDS)
    return sendReply(response, errors.rateLimited(Date.now() + seconds * 1_000))
  }
  const failed = struck('error')
  if (failed) return sendReply(response, errors.failed(Number(failed.value ?? 500)))

  if (struck('error_after_effect')) {
    await untilEffect(handler, request)
    return sendReply(response, errors.failed(504))
  }
  const answer = await answerOf(handler, request)
  if (struck('malformed')) {
    const whole = JSON.stringify(answer.body)
    const cut = whole.slice(0, Math.max(1, Math.floor(whole.length / 2)))
    return sendText(response, answer.status, cut, { 'content-type': 'application/json' })
  }
  sendReply(response, answer)
}

async function answerOf(handler: VendorHandler, request: VendorRequest): Promise<VendorReply> {
  try {
    return await handler(request)
  } catch (error) {
    if (error instanceof HttpError) return error.reply
    if (request.signal.aborted) return reply(499, {})
    console.error(`sandbox: ${request.method} ${request.path} failed`, error)
    return reply(500, { error: 'Internal server error' })
  }
}

/** Runs the handler until it reports its effect or, having none, until it has answered. */
function untilEffect(handler: VendorHandler, request: VendorRequest): Promise<void> {
  return new Promise((resolve) => {
    void answerOf(handler, { ...request, effectDone: resolve }).then(() => resolve())
  })
}
