import { describe, expect, it } from 'vitest'
import type { GuardedPosition } from '@/lib/db/position-repository'
import { monitorOf, position, start, tickOf, usdc } from './exit-monitor.fixture'

const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000)

describe('a position of which a step of the ladder is sold', () => {
  const plan: Partial<GuardedPosition> = {
    takeProfitPct: '100',
    ladder: [
      { atPct: '10', sellPct: '25' },
      { atPct: '30', sellPct: '25' },
    ],
  }
  const world = (of: Partial<GuardedPosition>, refuses?: (reason: string) => boolean) => {
    // Another position that changes all the time: rows that do not change are not read again.
    const rows = [
      position('p', 'meme', { ...plan, ...of }),
      position('other', 'else', { updatedAt: later(20) }),
    ]
    const ticks = new Map([['else', tickOf('else', '1', usdc)]])
    const monitor = monitorOf(rows, ticks, undefined, undefined, refuses)
    const at = async (price: string) => {
      ticks.set('meme', tickOf('meme', price, usdc))
      await monitor.sweep()
    }
    return { ...monitor, rows, at }
  }

  it('is guarded on when the arbiter does not begin that step', async () => {
    const { at, fired } = world({}, (reason) => reason === 'LADDER')
    await at('1.15')
    await at('1.15')
    await at('0.8')
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('is asked for no further step while a part is being sold, but still for the whole', async () => {
    const { at, fired } = world({ status: 'CLOSING', exitSeq: 1, ladderDone: 1 })
    await at('1.35')
    expect(fired).toEqual([])
    await at('0.8')
    expect(fired).toEqual(['p STOP_LOSS'])
  })

  it('takes its steps up again when the sale of the part ended without one', async () => {
    const { at, fired, rows } = world({ status: 'CLOSING', exitSeq: 1, ladderDone: 1 })
    await at('1.35')
    rows[0] = { ...rows[0]!, status: 'OPEN', updatedAt: later(21) }
    await at('1.35')
    expect(fired).toEqual(['p LADDER 25'])
  })

  it('keeps what its plan has come to at the very price that sold the step', async () => {
    const { at, fired, rows, monitor, saved } = world({ breakEvenAtPct: '10', trailingStopPct: '40' })
    await at('1.15')
    expect(fired).toEqual(['p LADDER 25'])
    rows[0] = { ...rows[0]!, status: 'CLOSING', exitSeq: 1, ladderDone: 1, updatedAt: later(21) }
    await at('0.99')
    expect(fired).toEqual(['p LADDER 25', 'p BREAK_EVEN'])
    await monitor.stop()
    expect(saved.at(-1)).toMatchObject({ id: 'p', evened: expect.any(Date) as Date })
  })
})
