import { expect, it } from 'vitest'
import { afterRefusal, verdictOf } from './held-entry'

it('waits for what may pass and ends what cannot', () => {
  for (const code of [
    'risk.locked',
    'risk.daily_loss',
    'risk.open_positions',
    'risk.correlation',
    'risk.insufficient_balance',
    'trading.halted',
    'venue.unavailable',
  ] as const)
    expect(afterRefusal({ code, detail: '' })).toBe('wait')
  expect(afterRefusal({ code: 'risk.position_size', detail: '' })).toBe('end')
  expect(afterRefusal({ code: 'token.unsafe', detail: '', extra: { blocked: ['freeze'] } })).toBe('end')
  expect(afterRefusal({ code: 'token.unsafe', detail: '', extra: { acknowledge: ['age'] } })).toBe('wait')
})

it('calls a limit entry that is held back held, and denied only what our rules ended', () => {
  const held = {
    type: 'LIMIT',
    status: 'WORKING',
    denialCode: 'risk.locked',
    denialDetail: 'Locked.',
  } as const
  expect(verdictOf(held, undefined)).toBe('held')
  expect(verdictOf({ ...held, status: 'EXPIRED' }, undefined)).toBe('held')
  expect(verdictOf({ ...held, status: 'CANCELLED' }, 'Cancelled by you.')).toBe('held')
  expect(verdictOf({ ...held, status: 'CANCELLED' }, 'Locked. Cancelled before anything was sent.')).toBe(
    'denied',
  )
  expect(verdictOf({ ...held, status: 'DENIED' }, undefined)).toBe('denied')
  expect(verdictOf({ ...held, type: 'MARKET', status: 'DENIED' }, undefined)).toBe('denied')
  expect(verdictOf({ ...held, denialCode: null, denialDetail: null }, undefined)).toBe('accepted')
})
