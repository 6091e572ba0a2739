import { describe, expect, it } from 'vitest'
import { hashBody, readIdempotencyKey } from './idempotency'

describe('idempotency', () => {
  it('hashes what a body means, not how it is written', () => {
    const hash = hashBody({ token: 'BONK', amountUsd: '100', nested: { a: 1, b: [1, 2] } })
    expect(
      hashBody({ nested: { b: [1, 2], a: 1 }, amountUsd: '100', token: 'BONK', slippageBps: undefined }),
    ).toBe(hash)
    expect(hashBody({ token: 'BONK', amountUsd: '101', nested: { a: 1, b: [1, 2] } })).not.toBe(hash)
    expect(hashBody({ token: 'BONK', amountUsd: '100', nested: { a: 1, b: [2, 1] } })).not.toBe(hash)
  })

  it('wants a usable key', () => {
    expect(readIdempotencyKey(new Headers({ 'idempotency-key': ' abc-1 ' }))).toBe('abc-1')
    for (const bad of [undefined, '', 'two words', 'x'.repeat(256), 'ü'])
      expect(() =>
        readIdempotencyKey(new Headers(bad === undefined ? {} : { 'idempotency-key': bad })),
      ).toThrowError(expect.objectContaining({ code: 'validation' }))
  })
})
