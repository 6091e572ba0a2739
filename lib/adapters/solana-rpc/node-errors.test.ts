import { describe, expect, it } from 'vitest'
import { NodeRefusalError } from './json-rpc'
import { BudgetShedError, failureFrom, ProviderHttpError, retryAfterMs } from './node-errors'

const NOW = Date.parse('2026-08-01T12:00:00Z')

describe('F08: what a node asks for when it limits us', () => {
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Sat, 01 Aug 2026 12:00:09 GMT' }, 9_000],
    [{ 'retry-after': 'soon' }, null],
    [{ 'x-ratelimit-reset': String(NOW / 1_000 + 3) }, 3_000],
    [{ 'x-ratelimit-reset': '4' }, 4_000],
    [{ 'retry-after': '2', 'x-ratelimit-reset': '40' }, 2_000],
    [{ 'x-ratelimit-reset': String(NOW / 1_000 - 3) }, 0],
    [{}, null],
  ])('%o', (headers, ms) => {
    expect(retryAfterMs(headers, NOW)).toBe(ms)
  })

  it('counts as a limit by HTTP or JSON-RPC code; what we hold back and an old slot speak against nobody', () => {
    expect(failureFrom(new ProviderHttpError(429, '', 5))).toMatchObject({ limited: true, retryAfterMs: 5 })
    expect(failureFrom(new NodeRefusalError('x', -32429, 'slow'))).toMatchObject({ limited: true })
    expect(failureFrom(new Error('down'))).toMatchObject({ limited: false, reason: 'down' })
    expect(failureFrom(new NodeRefusalError('x', -32016, 'behind'))).toBeNull()
    expect(failureFrom(new NodeRefusalError('x', -32602, 'invalid'))).toBeNull()
    expect(failureFrom(new BudgetShedError())).toBeNull()
  })
})
