import { describe, expect, it } from 'vitest'
import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import { saleStage } from './sale-stage'

const position = (kind: 'TRADING' | 'CONNECTED', status: PositionView['status'] = 'CLOSING') =>
  ({ status, wallet: { kind, address: 'W' } }) as PositionView
const sell = (status: OrderView['status'], attempt?: string) =>
  ({ status, attempts: attempt ? [{ status: attempt }] : [] }) as unknown as OrderView

describe('how far a sale is', () => {
  it('waits for the signature of the wallet that holds the tokens, whatever the position says yet', () => {
    for (const status of ['OPEN', 'CLOSING'] as const)
      expect(saleStage(position('CONNECTED', status), [sell('AWAITING_SIGNATURE')])).toBe('signing')
  })

  it('sells nothing of such a wallet before it has signed', () => {
    expect(saleStage(position('CONNECTED'), [sell('RECEIVED')])).toBe('building')
    expect(saleStage(position('CONNECTED'), [sell('WORKING', 'EXPIRED')])).toBe('building')
    expect(saleStage(position('CONNECTED'), [sell('WORKING', 'SIGNED')])).toBe('selling')
    expect(saleStage(position('CONNECTED'), [sell('UNKNOWN', 'SENT')])).toBe('selling')
  })

  it('of the trading wallet is selling from the start', () => {
    expect(saleStage(position('TRADING'), [sell('RECEIVED')])).toBe('selling')
    expect(saleStage(position('TRADING'), [])).toBe('selling')
    expect(saleStage(position('TRADING', 'OPEN'), [sell('FILLED', 'CONFIRMED')])).toBe('none')
  })
})
