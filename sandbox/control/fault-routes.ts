import { z } from 'zod'
import { FAULT_KINDS, type FaultBoard } from '@/sandbox/faults/fault-board'
import { HttpError, reply, type VendorReply } from '@/sandbox/http/exchange'
import { badRequest, parseBody, positiveNumber } from './input'

const TARGETS = [
  'helius',
  'quicknode',
  'alchemy',
  'triton',
  'public',
  'jupiter',
  'bags',
  'dexscreener',
  'geckoterminal',
  'jito',
  'helius-sender',
  'xai',
  'eodhd',
  'speech',
  'telegram',
  'x',
  'geyser',
  'chain',
] as const

const faultInput = z.strictObject({
  target: z.enum(TARGETS, { error: `must be one of ${TARGETS.join(', ')}` }),
  kind: z.enum(FAULT_KINDS, { error: `must be one of ${FAULT_KINDS.join(', ')}` }),
  value: z.union([z.number(), z.string()]).optional(),
  count: z.number().int('must be a whole number').min(1, 'must be at least 1').optional(),
  forMs: positiveNumber.optional(),
  path: z.string().startsWith('/', 'must start with a slash').optional(),
  mint: z.string().optional(),
})

/** POST /control/faults. Answers 201 `{ id }`. */
export function addFault(
  faults: FaultBoard,
  mintOf: (mintOrSymbol: string) => string | null,
  body: string,
): VendorReply {
  const input = parseBody(faultInput, body)
  const problem = valueProblem(input.kind, input.value)
  if (problem) throw badRequest(`value: ${problem}`, 'value')
  if (input.kind === 'freeze_token' && mintOf(String(input.value)) === null) {
    throw badRequest(`value: no token has the mint or symbol "${input.value}"`, 'value')
  }
  const mint = input.mint === undefined ? undefined : mintOf(input.mint)
  if (mint === null) throw badRequest(`mint: no token has the mint or symbol "${input.mint}"`, 'mint')
  return reply(201, { id: faults.add({ ...input, mint }).id })
}

export function removeFault(faults: FaultBoard, id: string): VendorReply {
  if (!faults.remove(id)) {
    throw new HttpError(reply(404, { error: `There is no fault ${id}; it may have run out` }))
  }
  return reply(204, undefined)
}

function valueProblem(kind: z.infer<typeof faultInput>['kind'], value: number | string | undefined) {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
  switch (kind) {
    case 'error':
      if (value === undefined) return null
      return Number.isInteger(number) && number >= 400 && number <= 599
        ? null
        : 'must be an HTTP status from 400 to 599'
    case 'slow':
    case 'hide_status':
    case 'rate_limit':
      return value === undefined || (Number.isFinite(number) && number >= 0)
        ? null
        : 'must be a number of at least 0'
    case 'lag_slots':
    case 'stale_blockhash':
      return value === undefined || (Number.isInteger(number) && number > 0)
        ? null
        : 'must be a whole number of slots above 0'
    case 'bad_tick':
      return Number.isFinite(number) && number > 0 ? null : 'must be a factor above 0'
    case 'freeze_token':
      return typeof value === 'string' && value !== '' ? null : 'must be the mint to freeze'
    default:
      return null
  }
}
