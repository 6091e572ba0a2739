import { describe, expect, it } from 'vitest'
import type { Candle } from './candles'
import { HISTORY_MINUTES, PriceHistory } from './price-history'
import { TOKEN_LIST } from './token-list'
import type { TokenSpec } from './token-spec'

const spec = (symbol: string): TokenSpec => {
  const found = TOKEN_LIST.find((token) => token.symbol === symbol)
  if (!found) throw new Error(symbol)
  return found
}
const ANCHOR = 29_000_000
const open = (symbol = 'BONK', seed = 'seed') =>
  new PriceHistory(spec(symbol), { seed, anchorMinute: ANCHOR, anchorPrice: spec(symbol).priceUsd })
const all = (history: PriceHistory): Candle[] =>
  Array.from({ length: history.endMinute - history.firstMinute }, (_, index) => {
    const candle = history.at(history.firstMinute + index)
    if (!candle) throw new Error('a minute is missing')
    return candle
  })
const expectUnbroken = (candles: Candle[]): void => {
  candles.forEach((candle, index) => {
    expect(candle.high).toBeGreaterThanOrEqual(Math.max(candle.open, candle.close))
    expect(candle.low).toBeLessThanOrEqual(Math.min(candle.open, candle.close))
    expect(candle.low).toBeGreaterThan(0)
    const before = candles[index - 1]
    if (!before) return
    expect(candle.time).toBe(before.time + 60)
    expect(Math.abs(candle.open / before.close - 1)).toBeLessThan(1e-6)
  })
}

describe('price history', () => {
  it('reaches seven days back in unbroken minutes and ends at the price of the start', () => {
    const history = open()
    history.record(ANCHOR, spec('BONK').priceUsd, 0)
    const candles = all(history)
    expect(candles).toHaveLength(HISTORY_MINUTES)
    expectUnbroken(candles)
    expect(candles.at(-1)?.close).toBeCloseTo(spec('BONK').priceUsd, 10)
    expect(new Set(candles.map((candle) => candle.close)).size).toBeGreaterThan(9_000)
  })

  it('comes from the seed alone', () => {
    expect(all(open())).toEqual(all(open()))
    expect(all(open('BONK', 'other'))).not.toEqual(all(open()))
    expect(all(open('WIF')).map((candle) => candle.volume)).not.toEqual(
      all(open()).map((candle) => candle.volume),
    )
  })

  it('trades about the daily volume of the token', () => {
    const history = open()
    const day = history.volumeBetween(ANCHOR - 1_440, ANCHOR)
    expect(day / spec('BONK').volume24hUsd).toBeGreaterThan(0.8)
    expect(day / spec('BONK').volume24hUsd).toBeLessThan(1.25)
  })

  it('does not begin before the token was created', () => {
    expect(all(open('NEWBORN')).length).toBeLessThan(200)
  })

  it('records prices and volumes of a minute into one candle', () => {
    const history = open()
    const start = spec('BONK').priceUsd
    for (const factor of [1, 1.2, 0.9, 1.1]) history.record(ANCHOR, start * factor, 50)
    history.record(ANCHOR + 1, start * 1.15, 7)
    const [first, second] = [history.at(ANCHOR), history.at(ANCHOR + 1)]
    expect(first?.high).toBeCloseTo(start * 1.2, 10)
    expect(first?.low).toBeCloseTo(start * 0.9, 10)
    expect(first?.close).toBeCloseTo(start * 1.1, 10)
    expect(first?.volume).toBe(200)
    expect(second?.open).toBe(first?.close)
    expect(second?.volume).toBe(7)
  })

  it('fills the time in which the sandbox was off, from the last price to the new one', () => {
    const history = open()
    const start = spec('BONK').priceUsd
    history.record(ANCHOR, start, 0)
    const again = PriceHistory.restore(spec('BONK'), history.snapshot())
    again.record(ANCHOR + 300, start * 1.04, 0)
    const candles = all(again)
    expectUnbroken(candles)
    expect(again.volumeBetween(ANCHOR + 1, ANCHOR + 300)).toBeGreaterThan(0)
    expect(again.at(ANCHOR + 299)?.close).toBeCloseTo(start * 1.04, 10)
  })

  it('is the same after a restore', () => {
    const history = open()
    for (let minute = 0; minute < 90; minute++)
      history.record(ANCHOR + minute, 0.00002 + minute * 1e-8, minute)
    const again = PriceHistory.restore(spec('BONK'), JSON.parse(JSON.stringify(history.snapshot())))
    expect(all(again)).toEqual(all(history))
    expect(again.snapshot()).toEqual(history.snapshot())
  })
})
