import { expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { mayTip, tipFor } from './tip'

it('tips only what is large enough, and known', () => {
  expect([null, decimal('249.99'), decimal('250'), decimal('100000')].map(tipFor)).toEqual([
    null,
    null,
    100_000n,
    100_000n,
  ])
})

it('F05: tips at the first try of what can wait, and pays every node for the rest', () => {
  const sell = (reason: string, failures = 0) => mayTip({ side: 'SELL', reason, recurring: false, failures })
  expect([sell('MANUAL'), sell('TAKE_PROFIT')]).toEqual([true, true])
  const rest = [sell('STOP_LOSS'), sell('KILL_SWITCH'), sell('MANUAL', 1), sell('TAKE_PROFIT', 3)]
  expect(rest).toEqual([false, false, false, false])
  expect(mayTip({ side: 'BUY', reason: 'MANUAL', recurring: false, failures: 0 })).toBe(true)
})
