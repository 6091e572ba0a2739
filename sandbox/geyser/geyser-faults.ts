import type { Fault, FaultBoard, FaultKind } from '@/sandbox/faults/fault-board'
import { STREAM_TARGET } from '@/sandbox/rpc/bad-tick'
import { type GrpcCall, STATUS } from './grpc-server'

const DEFAULT_SLOW_MS = 2_000

/** HTTP statuses as gRPC knows them. */
const STATUS_OF: Readonly<Record<number, number>> = {
  400: STATUS.invalidArgument,
  401: STATUS.unauthenticated,
  403: STATUS.permissionDenied,
  429: STATUS.resourceExhausted,
  500: STATUS.internal,
  504: STATUS.deadlineExceeded,
}

export type GeyserFaults = ReturnType<typeof geyserFaults>

/** The faults that stand against the stream. A fault's `path` names a method, with or without a leading slash. */
export function geyserFaults(board: FaultBoard) {
  const standing = (kind: FaultKind) => board.active(STREAM_TARGET, kind)
  const strike = (kind: FaultKind, method = ''): Fault | null =>
    board.take(STREAM_TARGET, kind, `/${method}`) ?? board.take(STREAM_TARGET, kind, method)
  const slowMs = (method: string): number => {
    const slow = board.active(STREAM_TARGET, 'slow', `/${method}`)
    return slow ? Number(slow.value ?? DEFAULT_SLOW_MS) : 0
  }

  return {
    slowMs,
    lag: (): bigint => BigInt(Math.max(0, Math.floor(Number(standing('lag_slots')?.value ?? 0)) || 0)),
    silent: () => standing('silent') !== null,
    /** Every connection is to be cut now. */
    cuts: () => standing('down') !== null || strike('disconnect') !== null,
    garbled: (message: Uint8Array): Uint8Array =>
      standing('malformed') && strike('malformed') ? garble(message) : message,
    /** True where the fault has taken the call: it is refused, cut or left without an answer. */
    takes: (call: GrpcCall): boolean => {
      if (strike('down', call.method)) {
        call.cut()
        return true
      }
      if (strike('hang', call.method)) return true
      if (strike('rate_limit', call.method)) {
        call.end(STATUS.resourceExhausted, 'rate limit exceeded')
        return true
      }
      const failed = strike('error', call.method)
      if (failed)
        call.end(STATUS_OF[Number(failed.value ?? 503)] ?? STATUS.unavailable, 'the upstream has failed')
      return failed !== null
    },
  }
}

/** Cut in half, with a length that points beyond the end. */
const garble = (message: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from([0x12, 0xff, 0x7f]), message.subarray(0, message.length >> 1)])
