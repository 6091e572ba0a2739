import { expect, it } from 'vitest'
import { heldFor } from './held-for'

it('says why less may leave than is held', () => {
  expect(heldFor({ mint: null, amount: '10', free: '9.99' })).toBe('the rest pays for exits')
  expect(heldFor({ mint: 'M', amount: '10', free: '0' })).toBe('the rest is in positions or orders')
  expect(heldFor({ mint: 'M', amount: '10', free: '10' })).toBeNull()
})
