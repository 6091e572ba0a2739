import { expect, it } from 'vitest'
import { afterRefusal } from './held-entry'

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
