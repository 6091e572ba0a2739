import { expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { tipFor } from './tip'

it('tips only what is large enough, and known', () => {
  expect([null, decimal('249.99'), decimal('250'), decimal('100000')].map(tipFor)).toEqual([
    null,
    null,
    100_000n,
    100_000n,
  ])
})
