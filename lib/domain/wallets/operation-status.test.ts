import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isOperationTerminal,
  liveOperationStatuses,
  operationCanBecome,
  operationStatuses,
} from './operation-status'

const status = fc.constantFrom(...operationStatuses)

describe('operation status', () => {
  it('never leaves a terminal status', () => {
    fc.assert(
      fc.property(status, status, (from, to) => !isOperationTerminal(from) || !operationCanBecome(from, to)),
    )
  })

  it('never takes back what was signed: only the chain ends it', () => {
    for (const from of liveOperationStatuses)
      for (const to of ['RECEIVED', 'AWAITING_SIGNATURE', 'CANCELLED', 'REJECTED'] as const)
        expect(operationCanBecome(from, to)).toBe(false)
  })

  it('ends, whatever edges are taken', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 30 }), (wishes) => {
        let now: (typeof operationStatuses)[number] = 'RECEIVED'
        let moves = 0
        for (const wish of wishes) if (operationCanBecome(now, wish)) [now, moves] = [wish, moves + 1]
        return moves <= 4
      }),
    )
  })
})
