import { describe, expect, it } from 'vitest'
import { FaultBoard } from './fault-board'

describe('FaultBoard', () => {
  it('finds a fault by target and kind only', () => {
    const board = new FaultBoard()
    const fault = board.add({ target: 'jupiter', kind: 'slow', value: 100 })
    expect(board.active('jupiter', 'slow')).toEqual(fault)
    expect(board.active('jupiter', 'down')).toBeNull()
    expect(board.active('geckoterminal', 'slow')).toBeNull()
  })

  it('uses up a counted fault with take, not with active', () => {
    const board = new FaultBoard()
    board.add({ target: 'chain', kind: 'drop_transactions', count: 2 })
    for (let i = 0; i < 5; i++) expect(board.active('chain', 'drop_transactions')).not.toBeNull()
    expect(board.take('chain', 'drop_transactions')).not.toBeNull()
    expect(board.list()[0]?.count).toBe(1)
    expect(board.take('chain', 'drop_transactions')).not.toBeNull()
    expect(board.take('chain', 'drop_transactions')).toBeNull()
    expect(board.list()).toEqual([])
  })

  it('keeps an uncounted fault for ever', () => {
    const board = new FaultBoard()
    board.add({ target: 'jupiter', kind: 'down' })
    for (let i = 0; i < 5; i++) expect(board.take('jupiter', 'down')).not.toBeNull()
  })

  it('ends exactly forMs after it began', () => {
    let now = 1_000
    const board = new FaultBoard(() => now)
    board.add({ target: 'jupiter', kind: 'hang', forMs: 500 })
    now = 1_499
    expect(board.active('jupiter', 'hang')).not.toBeNull()
    now = 1_500
    expect(board.active('jupiter', 'hang')).toBeNull()
    expect(board.list()).toEqual([])
  })

  it('limits a fault to a prefix of the path', () => {
    const board = new FaultBoard()
    board.add({ target: 'jupiter', kind: 'error', path: '/swap/v2' })
    expect(board.active('jupiter', 'error', '/swap/v2/execute')).not.toBeNull()
    expect(board.active('jupiter', 'error', '/swap/v1/quote')).toBeNull()
    expect(board.active('jupiter', 'error')).toBeNull()
  })

  it('lets a fault on the chain hold for the five RPC providers only', () => {
    const board = new FaultBoard()
    board.add({ target: 'chain', kind: 'lag_slots', value: 5 })
    for (const name of ['helius', 'quicknode', 'alchemy', 'triton', 'public', 'chain']) {
      expect(board.active(name, 'lag_slots')).not.toBeNull()
    }
    expect(board.active('jupiter', 'lag_slots')).toBeNull()
  })

  it('removes one by id and all at once', () => {
    const board = new FaultBoard()
    const a = board.add({ target: 'jupiter', kind: 'down' })
    board.add({ target: 'jupiter', kind: 'slow', value: 1 })
    expect(board.remove(a.id)).toBe(true)
    expect(board.remove(a.id)).toBe(false)
    expect(board.list()).toHaveLength(1)
    board.clear()
    expect(board.list()).toEqual([])
  })

  it('tells a fault that was removed from one that was used up or is over', () => {
    let now = 0
    const board = new FaultBoard(() => now)
    const [used, over, removed] = [{ count: 1 }, { forMs: 10 }, {}].map((more) =>
      board.add({ target: 'chain', kind: 'hide_status', ...more }),
    )
    board.take('chain', 'hide_status')
    now = 10
    expect(board.list().map(({ id }) => id)).toEqual([removed!.id])
    for (const { id } of [used!, over!, removed!]) board.remove(id)
    expect([used!, over!, removed!].map(({ id }) => board.wasRemoved(id))).toEqual([false, false, true])
  })

  it('hands out copies in its list', () => {
    const board = new FaultBoard()
    board.add({ target: 'jupiter', kind: 'down', count: 3 })
    const copy = board.list()[0]
    if (copy) copy.count = 99
    expect(board.list()[0]?.count).toBe(3)
  })
})
