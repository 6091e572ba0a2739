import { describe, expect, it } from 'vitest'
import { barAfterPrice } from './live-bars'

const last = { time: 1_200, open: '1', high: '1.2', low: '0.9', close: '1.1', volumeUsd: '50' }
const at = (seconds: number) => new Date(seconds * 1_000).toISOString()

describe('the live bar', () => {
  it('widens with a price of its own interval', () => {
    expect(barAfterPrice(last, { priceUsd: '1.35', at: at(1_230) }, '1m')).toEqual({
      ...last,
      high: '1.35',
      close: '1.35',
    })
    expect(barAfterPrice(last, { priceUsd: '0.00001', at: at(1_259) }, '1m')?.low).toBe('0.00001')
  })

  it('is a new one in the next interval, opening where the last closed', () => {
    expect(barAfterPrice(last, { priceUsd: '1.05', at: at(1_321) }, '1m')).toEqual({
      time: 1_320,
      open: '1.1',
      high: '1.1',
      low: '1.05',
      close: '1.05',
      volumeUsd: '0',
    })
  })

  it('ignores a price from before the last bar', () => {
    expect(barAfterPrice(last, { priceUsd: '9', at: at(1_199) }, '1m')).toBeNull()
  })

  it('starts from nothing', () => {
    expect(barAfterPrice(undefined, { priceUsd: '2', at: at(90_000) }, '1d')).toMatchObject({
      time: 86_400,
      open: '2',
    })
  })
})
