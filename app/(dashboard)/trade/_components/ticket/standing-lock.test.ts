import { expect, it } from 'vitest'
import type { LockView } from '@/lib/contracts/risk'
import { standingLock } from './standing-lock'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const lock = (change: Partial<LockView>) =>
  ({ scope: 'all', mint: null, deployer: null, until: null, ...change }) as LockView
const token = { mint: 'M', deployer: 'D' }

it('keeps out what the server would: everything, the token, all of its deployer', () => {
  const ofDeployer = lock({ scope: 'deployer', deployer: 'D' })
  expect(standingLock([ofDeployer], token, NOW)).toBe(ofDeployer)
  expect(standingLock([lock({ scope: 'token', mint: 'M' })], token, NOW)).not.toBeNull()
  expect(standingLock([lock({})], { mint: 'X', deployer: null }, NOW)).not.toBeNull()
})

it('lets pass what another lock means, what nobody knows the deployer of, and what is over', () => {
  expect(standingLock([lock({ scope: 'deployer', deployer: 'E' })], token, NOW)).toBeNull()
  expect(
    standingLock([lock({ scope: 'deployer', deployer: 'D' })], { mint: 'M', deployer: null }, NOW),
  ).toBeNull()
  expect(standingLock([lock({ scope: 'token', mint: 'N' })], token, NOW)).toBeNull()
  expect(standingLock([lock({ until: '2026-11-22T12:00:00Z' })], token, NOW)).toBeNull()
})
