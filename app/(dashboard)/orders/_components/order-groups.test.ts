import { describe, expect, it } from 'vitest'
import type { OrderView } from '@/lib/contracts/orders'
import { canCancel, inGroup, merged } from './order-groups'

const order = (id: string, more: Partial<OrderView>) =>
  ({ id, side: 'BUY', slicing: null, waiting: false, status: 'FILLED', ...more }) as OrderView

describe('the groups of orders', () => {
  const waiting = order('1', { status: 'WORKING', waiting: true })
  const working = order('2', { status: 'WORKING' })
  const sell = order('3', { status: 'WORKING', side: 'SELL' })
  const denied = order('4', { status: 'DENIED' })
  const all = [waiting, working, sell, denied]

  it('keep what waits for a price apart from what is executed', () => {
    expect(inGroup(all, 'waiting')).toEqual([waiting])
    expect(inGroup(all, 'working')).toEqual([working, sell])
    expect(inGroup(all, 'not-done')).toEqual([denied])
    expect(inGroup(all, 'all')).toEqual(all)
  })

  it('let a buy be called back, never a sell, but the slices of one that are to come', () => {
    expect(all.filter(canCancel)).toEqual([waiting, working])
    const slicing = { status: 'ACTIVE' } as OrderView['slicing']
    expect(canCancel(order('5', { status: 'WORKING', side: 'SELL', slicing }))).toBe(true)
  })

  it('show an order once, as the live list has it', () => {
    expect(merged([working], [order('2', {}), denied])).toEqual([working, denied])
  })
})
