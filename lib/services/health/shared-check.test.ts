import { describe, expect, it } from 'vitest'
import { sharedCheck } from './shared-check'

const world = (check: () => Promise<boolean>) => {
  const clock = { ms: 0, calls: 0 }
  const ask = sharedCheck(
    () => {
      clock.calls += 1
      return check()
    },
    { freshMs: 500, abandonMs: 5_000, now: () => clock.ms },
  )
  return { clock, ask }
}

describe('shared check', () => {
  it('asks once for all callers within the fresh time', async () => {
    const { clock, ask } = world(async () => true)
    expect(await Promise.all([ask(), ask()])).toEqual([true, true])
    clock.ms = 499
    await ask()
    expect(clock.calls).toBe(1)
    clock.ms = 500
    await ask()
    expect(clock.calls).toBe(2)
  })

  it('does not pile up runs that hang, and gives up on them in the end', () => {
    const { clock, ask } = world(() => new Promise(() => {}))
    void ask()
    clock.ms = 4_999
    void ask()
    expect(clock.calls).toBe(1)
    clock.ms = 5_000
    void ask()
    expect(clock.calls).toBe(2)
  })

  it('passes a failure on and tries again later', async () => {
    const { clock, ask } = world(() => Promise.reject(new Error('down')))
    await expect(ask()).rejects.toThrow('down')
    clock.ms = 600
    await expect(ask()).rejects.toThrow('down')
    expect(clock.calls).toBe(2)
  })
})
