import { describe, expect, it } from 'vitest'
import { createFeeLevels } from './fee-levels'

const levels = (low: bigint) => ({ low, medium: low, high: low, veryHigh: low })

const world = () => {
  const asked: string[] = []
  const clock = { ms: 0 }
  let answer: () => Promise<ReturnType<typeof levels>> = async () => levels(1n)
  const read = createFeeLevels({
    source: {
      feeLevels: ([account]) => {
        asked.push(account!)
        return answer()
      },
    },
    logger: { warn: () => {} },
    now: () => clock.ms,
  })
  return { asked, clock, read, answerWith: (next: typeof answer) => void (answer = next) }
}

describe('fee levels', () => {
  it('are waited for once, then taken as they are while the next are fetched', async () => {
    const { asked, clock, read, answerWith } = world()
    expect(await read('pool')).toEqual(levels(1n))
    clock.ms = 10_000
    await read('pool')
    expect(asked).toEqual(['pool'])
    answerWith(async () => levels(2n))
    clock.ms = 10_001
    expect(await read('pool')).toEqual(levels(1n))
    expect(await read('pool')).toEqual(levels(2n))
    expect(asked).toEqual(['pool', 'pool'])
  })

  it('are nothing rather than old, and nothing rather than late', async () => {
    const { clock, read, answerWith } = world()
    await read('pool')
    answerWith(() => Promise.reject(new Error('down')))
    clock.ms = 60_000
    expect(await read('pool')).toEqual(levels(1n))
    clock.ms = 60_001
    expect(await read('pool')).toBeNull()
    answerWith(() => new Promise(() => {}))
    expect(await read('other')).toBeNull()
  })

  it('are of the aggregator where no pool is known', async () => {
    const { asked, read } = world()
    await read(null)
    expect(asked).toEqual(['JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4'])
  })
})
