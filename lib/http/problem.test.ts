import { describe, expect, it } from 'vitest'
import { problem } from '@/lib/contracts/trade'
import { AppError, errorCodes } from '@/lib/errors'
import { presentable, problemResponse } from './problem'

const statuses: Record<string, number> = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  'idempotency.conflict': 409,
  'trading.halted': 422,
  rate_limited: 429,
  'venue.unavailable': 503,
  internal: 500,
}

describe('problem+json', () => {
  it.each(errorCodes)('%s has its status, type and shape', async (code) => {
    const response = problemResponse(
      new AppError(code, 'What happened.', { extra: { limitUsd: '500' } }),
      'request-1',
    )
    const body = problem.parse(await response.json())
    expect(response.status).toBe(statuses[code] ?? 422)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({
      type: `/problems/${code}`,
      status: response.status,
      code,
      detail: 'What happened.',
      limitUsd: '500',
      requestId: 'request-1',
    })
  })

  it('lets extra members neither replace the standard ones nor leak control fields', async () => {
    const error = new AppError('not_found', 'Gone.', {
      extra: { type: 'x', code: 'x', detail: 'x', status: 410, headers: { 'retry-after': '5' } },
    })
    const response = problemResponse(error, 'r')
    expect(response.status).toBe(410)
    expect(response.headers.get('retry-after')).toBe('5')
    const body: unknown = await response.json()
    expect(body).toMatchObject({
      type: '/problems/not_found',
      code: 'not_found',
      detail: 'Gone.',
      status: 410,
    })
    expect(body).not.toHaveProperty('headers')
  })

  it('keeps the details of a bug to itself', async () => {
    const response = problemResponse(presentable(new TypeError('password of db is hunter2')), 'r')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('hunter2')
  })

  it('knows an AppError of another bundle', () => {
    const foreign = Object.assign(new Error('No.'), {
      name: 'AppError',
      code: 'forbidden',
      extra: {},
      retry: 'permanent',
    })
    expect(presentable(foreign)).toBe(foreign)
  })
})
