import { describe, expect, it } from 'vitest'
import { checkHealth, type HealthChecks } from './check-health'
import { checkReadiness } from './check-readiness'

const yes = async () => true
const never = () => new Promise<boolean>(() => {})
const fails = () => Promise.reject(new Error('down'))
const all: HealthChecks = {
  database: yes,
  redis: yes,
  rpc: yes,
  accountStream: yes,
  worker: yes,
  reconciled: yes,
}

const health = (checks: Partial<HealthChecks>) =>
  checkHealth({ mode: 'sandbox', checks: { ...all, ...checks }, timeoutMs: 30 })
const readiness = (checks: Partial<HealthChecks>) =>
  checkReadiness({ checks: { ...all, ...checks }, timeoutMs: 30 })

describe('health', () => {
  it('is healthy when every dependency is', async () => {
    expect(await health({})).toEqual({
      status: 'healthy',
      mode: 'sandbox',
      checks: { database: true, redis: true, rpc: true, geyser: true },
    })
  })

  it.each([
    ['database', 'database'],
    ['redis', 'redis'],
    ['rpc', 'rpc'],
    ['accountStream', 'geyser'],
  ] as const)('is unhealthy when %s fails or hangs', async (name, shown) => {
    for (const check of [fails, never, async () => false]) {
      const answer = await health({ [name]: check })
      expect(answer.status).toBe('unhealthy')
      expect(answer.checks[shown]).toBe(false)
      expect(Object.values(answer.checks).filter(Boolean)).toHaveLength(3)
    }
  })
})

describe('readiness', () => {
  it('separates entering from leaving', async () => {
    expect(await readiness({})).toEqual({ canTrade: true, canExit: true, reasons: [] })
    expect(await readiness({ accountStream: fails })).toMatchObject({ canTrade: false, canExit: true })
    expect(await readiness({ redis: never, worker: fails, accountStream: fails })).toMatchObject({
      canTrade: false,
      canExit: true,
      reasons: [expect.stringContaining('Redis')],
    })
    expect(await readiness({ reconciled: async () => false })).toMatchObject({
      canTrade: false,
      canExit: true,
      reasons: [expect.stringContaining('comparing the books')],
    })
    expect(await readiness({ worker: fails })).toMatchObject({ canTrade: false, canExit: false })
    expect(await readiness({ rpc: never })).toMatchObject({ canTrade: false, canExit: false })
  })
})
