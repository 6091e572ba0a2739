import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AttemptEvidence, DEATH_WITNESSES, resolveAttempt } from './resolve-attempt'

const expiry = { blockhash: 'h', lastValidBlockHeight: 1_000n }
const unknownAt = (...heights: (bigint | null)[]): AttemptEvidence => ({
  status: null,
  unknownTo: heights.map((finalizedHeight, n) => ({ node: `node ${n}`, finalizedHeight })),
})
const unseen = (height: bigint | null, nodes: number): AttemptEvidence =>
  unknownAt(...Array.from({ length: nodes }, () => height))

describe('resolving an attempt', () => {
  it('F01: waits while the blockhash may still be valid, however many nodes have not seen it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000n }), fc.nat(50), (height, nodes) => {
        expect(resolveAttempt(expiry, unseen(height, nodes)).kind).toBe('wait')
      }),
    )
  })

  it('F01: needs both the height and two nodes for a death', () => {
    expect(resolveAttempt(expiry, unseen(1_001n, DEATH_WITNESSES)).kind).toBe('dead')
    expect(resolveAttempt(expiry, unseen(1_001n, DEATH_WITNESSES - 1)).kind).toBe('wait')
    expect(resolveAttempt(expiry, unseen(null, 10)).kind).toBe('wait')
  })

  it('F07: nodes that have not come past the height themselves are no witnesses', () => {
    const behind = [900n, 1_000n, null, 0n]
    expect(resolveAttempt(expiry, unknownAt(...behind, 1_001n)).kind).toBe('wait')
    expect(resolveAttempt(expiry, unknownAt(...behind, 1_001n, 1_050n))).toEqual({
      kind: 'dead',
      witnesses: ['node 4', 'node 5'],
    })
  })

  it('F03: judges expiry by the height of its own blockhash only', () => {
    const later = { blockhash: 'other', lastValidBlockHeight: 2_000n }
    expect(resolveAttempt(later, unseen(1_500n, 5)).kind).toBe('wait')
    expect(resolveAttempt(expiry, unseen(1_500n, 5)).kind).toBe('dead')
  })

  it('believes a block over any height', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10_000n }),
        fc.nat(5),
        fc.constantFrom('confirmed' as const, 'finalized' as const),
        fc.option(fc.constant('custom program error: 0x1771')),
        (height, nodes, commitment, error) => {
          const status = { slot: 7n, error, customCode: error ? 6001 : null, commitment }
          const verdict = resolveAttempt(expiry, { ...unseen(height, nodes), status })
          expect(verdict.kind).toBe(error === null ? 'landed' : 'failed')
        },
      ),
    )
  })

  it('takes processed for a maybe: it can be rolled back', () => {
    const status = { slot: 7n, error: null, customCode: null, commitment: 'processed' as const }
    expect(resolveAttempt(expiry, { ...unseen(5_000n, 5), status }).kind).toBe('wait')
  })
})
