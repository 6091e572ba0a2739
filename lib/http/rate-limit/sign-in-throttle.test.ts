import { describe, expect, it } from 'vitest'
import { LIMITS, testRuntime } from '../http-runtime.fixture'
import { createSignInThrottle } from './sign-in-throttle'

const world = (countAddress = false) => {
  const { http, clock } = testRuntime()
  return { clock, throttle: createSignInThrottle(http.limiter, http.now, { countAddress }) }
}
const limited = expect.objectContaining({ code: 'rate_limited' }) as unknown

describe('sign-in throttle', () => {
  it('stops guessing at one account from one address, and nobody else', async () => {
    const { throttle, clock } = world()
    for (let i = 0; i < LIMITS.user; i++) await throttle.attempt('1.1.1.1', 'demo@jarvis.local')
    await expect(throttle.attempt('1.1.1.1', 'demo@jarvis.local')).rejects.toEqual(limited)
    await throttle.attempt('2.2.2.2', 'demo@jarvis.local')
    await throttle.attempt('1.1.1.1', 'admin@jarvis.local')
    clock.at = new Date(clock.at.getTime() + 60_000)
    await throttle.attempt('1.1.1.1', 'demo@jarvis.local')
  })

  it('never locks who knows the password', async () => {
    const { throttle } = world()
    for (let i = 0; i < LIMITS.user - 1; i++) {
      await throttle.attempt('1.1.1.1', 'demo@jarvis.local')
      await throttle.succeeded('1.1.1.1', 'demo@jarvis.local')
    }
    await throttle.attempt('1.1.1.1', 'demo@jarvis.local')
  })

  it('slows guessing at one account from many addresses', async () => {
    const { throttle } = world()
    for (let i = 0; i < LIMITS.address; i++) await throttle.attempt(`1.1.1.${i}`, 'demo@jarvis.local')
    await expect(throttle.attempt('9.9.9.9', 'demo@jarvis.local')).rejects.toEqual(limited)
  })

  it('does not let one address close an account to the others', async () => {
    const { throttle } = world()
    for (let i = 0; i < LIMITS.address * 2; i++)
      await throttle.attempt('1.1.1.1', 'demo@jarvis.local').catch(() => {})
    await throttle.attempt('2.2.2.2', 'demo@jarvis.local')
  })

  it('counts the address where the route has not', async () => {
    const { throttle } = world(true)
    for (let i = 0; i < LIMITS.address; i++) await throttle.attempt('1.1.1.1', `user-${i}@jarvis.local`)
    await expect(throttle.attempt('1.1.1.1', 'other@jarvis.local')).rejects.toEqual(limited)
  })
})
