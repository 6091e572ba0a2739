import { describe, expect, it } from 'vitest'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { TokenCard } from '@/lib/contracts/tokens'
import { NO_EXTRAS } from '../plan/plan-extras'
import { readPositive } from '../plan/read-positive'
import {
  netOfExit,
  asksFirst,
  breakEvenPrice,
  EMPTY_TICKET,
  exitBody,
  exitPrices,
  readTicket,
  receivedAmount,
  ticketBlock,
  ticketLimits,
} from './ticket-form'

const token = { safety: [{ id: 'top10', level: 'amber', label: 'Top 10 hold 31 %' }] } as unknown as TokenCard
const fresh = { token, priceAgeMs: 300, priced: true, unfinished: null, halted: null, missing: false }

describe('what is typed', () => {
  it.each([
    ['250', '250'],
    ['$1,250.50', '1250.5'],
    [' 0.10 ', '0.1'],
    ['0', null],
    ['-5', null],
    ['1e3', null],
    ['', null],
    ['12abc', null],
  ])('%j is read as %j', (text, value) => expect(readPositive(text, '1000000')).toBe(value))

  it('keeps a stop below the whole', () => {
    expect(readTicket({ ...EMPTY_TICKET, stopLoss: '100' }).stopLossPct).toBeNull()
    expect(readTicket({ ...EMPTY_TICKET, stopLoss: '99.99' }).stopLossPct).toBe('99.99')
  })
})

describe('prices', () => {
  it('leave out half of the round trip from what arrives', () => {
    expect(receivedAmount('100', '2', { impactUsd: '1.5', venueUsd: '0.5', taxUsd: '0' })).toBe('49.5')
  })

  it('are exact', () => {
    expect(exitPrices('0.00002314', '20', '10')).toEqual({ target: '0.000027768', stop: '0.000020826' })
    expect(breakEvenPrice('1.8421', '0')).toBe('1.8421')
    expect(breakEvenPrice('99', '1')).toBe('100')
    expect(breakEvenPrice('1', '100')).toBeNull()
  })
})

describe('limits', () => {
  const portfolio = {
    dailyPnlUsd: '-182.4',
    dailyLossLimitUsd: '1000',
    maxPositionUsd: '500',
    openPositions: 4,
    maxOpenPositions: 50,
  } as unknown as PortfolioView

  it('count this buy in', () => {
    const limits = ticketLimits({ amountUsd: '250', takeProfitPct: '20', stopLossPct: '10' }, portfolio, null)
    expect(limits.size).toMatchObject({ used: '250', limit: '500', over: false, sharePct: 50 })
    expect(limits.day).toMatchObject({ used: '207.4', limit: '1000' })
    expect(limits.count).toMatchObject({ used: '5', limit: '50' })
  })

  it('count rent and network fees into the loss of a stop', () => {
    const cost = { networkUsd: '0.04', rentUsd: '0.34' }
    const limits = ticketLimits({ amountUsd: '250', takeProfitPct: '20', stopLossPct: '10' }, portfolio, cost)
    expect(limits.day.used).toBe('207.78')
    expect(netOfExit('250', '20', cost).words).toBe('+$49.62 net')
    expect(netOfExit('250', '-10', null).words).toBe('−$25.00')
  })

  it('say when it is too much', () => {
    const limits = ticketLimits({ amountUsd: '620', takeProfitPct: '20', stopLossPct: '10' }, portfolio, null)
    expect(limits.size).toMatchObject({ over: true, sharePct: 100 })
  })
})

describe('the reason under a disabled button', () => {
  it('is absent when all is well', () => {
    expect(ticketBlock({ ...EMPTY_TICKET, accepted: ['top10'] }, fresh)).toBeNull()
  })

  it('names what to do', () => {
    expect(ticketBlock(EMPTY_TICKET, fresh)?.reason).toBe('Accept first: Top 10 hold 31 %.')
    expect(ticketBlock({ ...EMPTY_TICKET, amount: 'x' }, fresh)?.field).toBe('amount')
    expect(ticketBlock(EMPTY_TICKET, { ...fresh, priceAgeMs: 19_400 })?.reason).toMatch(/^Price is 19 s old/)
    expect(ticketBlock(EMPTY_TICKET, { ...fresh, unfinished: 'unproven' })?.reason).toMatch(/^An earlier buy/)
    expect(ticketBlock(EMPTY_TICKET, { ...fresh, priced: false })?.reason).toMatch(/^No live price/)
  })

  it('does not call a token that cannot be read still loading', () => {
    const none = { ...fresh, token: undefined }
    expect(ticketBlock(EMPTY_TICKET, none)?.reason).toMatch(/loading/)
    expect(ticketBlock(EMPTY_TICKET, { ...none, missing: true })?.reason).toMatch(/could not be read/)
  })

  it('tells a halt before anything that could be mended', () => {
    const halted = 'EXITS_ONLY for your account.'
    expect(ticketBlock({ ...EMPTY_TICKET, amount: 'x' }, { ...fresh, halted })?.reason).toBe(halted)
  })

  it('names a rule that cannot be', () => {
    const extras = { ...NO_EXTRAS, breakEvenAtPct: '25' }
    expect(ticketBlock({ ...EMPTY_TICKET, extras, accepted: ['top10'] }, fresh)).toMatchObject({
      field: 'exits',
      reason: 'Break-even must be below the take-profit, or it would never be armed.',
    })
  })

  it('does not offer what safety forbids', () => {
    const unsafe = {
      safety: [{ id: 'mint', level: 'block', label: 'mint authority is live' }],
    } as unknown as TokenCard
    expect(ticketBlock(EMPTY_TICKET, { ...fresh, token: unsafe })?.reason).toBe(
      'Cannot be bought: mint authority is live.',
    )
  })
})

describe('asking once more', () => {
  it('spares a small buy at the market that is clicked', () => {
    expect(asksFirst(EMPTY_TICKET, 'pointer')).toBe(false)
    expect(asksFirst(EMPTY_TICKET, 'key')).toBe(true)
    expect(asksFirst({ ...EMPTY_TICKET, amount: '501' }, 'pointer')).toBe(true)
    expect(asksFirst({ ...EMPTY_TICKET, accepted: ['age'] }, 'pointer')).toBe(true)
    const extras = { ...NO_EXTRAS, trailingStopPct: '5' }
    expect(asksFirst({ ...EMPTY_TICKET, extras }, 'pointer')).toBe(true)
    const entry = { ...EMPTY_TICKET.entry, kind: 'limit' as const }
    expect(asksFirst({ ...EMPTY_TICKET, entry }, 'pointer')).toBe(true)
  })

  it('sends the whole plan', () => {
    const extras = { ...NO_EXTRAS, trailingStopPct: '5', ladder: [{ atPct: '10', sellPct: '50' }] }
    expect(exitBody({ ...EMPTY_TICKET, extras })).toEqual({
      takeProfitPct: '20',
      stopLossPct: '10',
      trailingStopPct: '5',
      ladder: [{ atPct: '10', sellPct: '50' }],
    })
  })
})
