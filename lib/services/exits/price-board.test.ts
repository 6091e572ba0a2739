import fc from 'fast-check'
import { expect, it } from 'vitest'
import { position, start, tickOf, usdc } from './exit-monitor.fixture'
import { GuardBook } from './guard-book'
import type { JudgeableTick } from './judgeable-tick'
import { indexedWith } from './pool-cost'
import { PriceBoard } from './price-board'
import { SeenPrice } from './seen-price'

const tickAt = (price: string, change: Partial<JudgeableTick['pool']> = {}, mint = 'm'): JudgeableTick => {
  const tick = tickOf(mint, price, usdc) as JudgeableTick
  return { ...tick, pool: { ...tick.pool, ...change } }
}

it('leaves out only what is surely no tie with the top and costs no more than what positions were indexed with', () => {
  const board = new PriceBoard()
  const number = board.open('m')
  const puts = (price: string, change: Partial<JudgeableTick['pool']> = {}) =>
    board.put(number, new SeenPrice(tickAt(price, change)))
  expect(puts('0.9')).toBe(false)
  const { pool } = tickAt('1')
  board.calm(number, 1, indexedWith(pool))
  expect(puts('0.9')).toBe(true)
  expect(puts('1')).toBe(false)
  expect(puts('0.79')).toBe(false)
  expect(puts('0.9', { baseReserve: (pool.baseReserve * 79n) / 100n })).toBe(false)
  expect(puts('0.9', { tradeFeeMillionths: 2_501n })).toBe(false)
  expect(puts('0.9', { creatorFee: { millionths: 1n, from: 'quote' } })).toBe(false)
  expect(puts('0.9', { baseTax: { bps: 1, maximumRaw: 10n } })).toBe(false)
  expect(puts('0.9', { baseTax: { bps: 0, maximumRaw: 10n } })).toBe(false)
  board.disturb(number)
  expect(puts('0.9')).toBe(false)
})

it('keeps the highest price above the top until somebody asks for it', () => {
  const board = new PriceBoard()
  const number = board.open('m')
  board.calm(number, 1, indexedWith(tickAt('1').pool))
  const put = (price: string) => board.put(number, new SeenPrice(tickAt(price)))
  expect(board.takeRisen(number)).toBeNull()
  expect(['1.1', '1.05', '1.15', '1.12'].map(put)).toEqual([true, true, true, true])
  expect(put('1.15')).toBe(false)
  expect(board.takeRisen(number)!.tick.priceUsd.toFixed()).toBe('1.15')
  expect(board.takeRisen(number)).toBeNull()
  expect(put('1.12')).toBe(true)
  expect(put('1.2')).toBe(true)
  board.close('m')
  expect(board.takeRisen(board.open('other'))).toBeNull()
})

it('gives a place to another once its token is gone, and has room for any number', () => {
  const board = new PriceBoard()
  const numbers = Array.from({ length: 50 }, (_, token) => board.open(`m${token}`))
  expect(new Set(numbers).size).toBe(50)
  const { pool } = tickAt('1')
  for (const [token, number] of numbers.entries()) board.calm(number, token + 1, indexedWith(pool))
  expect(board.put(numbers[0]!, new SeenPrice(tickAt('1')))).toBe(false)
  expect(board.put(numbers[49]!, new SeenPrice(tickAt('1')))).toBe(true)
  board.close('m49')
  expect(board.numberOf('m49')).toBeUndefined()
  const again = board.open('other')
  expect(again).toBe(numbers[49])
  expect(board.latest(again)).toBeNull()
  expect(board.put(again, new SeenPrice(tickAt('1')))).toBe(false)
})

type Step = { kind: 'price' | 'open' | 'close' | 'settle' | 'rest'; price: number; id: number }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('price', 'price', 'price', 'price', 'open', 'open', 'close', 'settle', 'rest'),
  price: fc.integer({ min: 900, max: 1_100 }),
  id: fc.nat({ max: 6 }),
})

it('keeps for each position the highest price since it came, whatever is settled, opened and closed meanwhile', async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
      const book = new GuardBook()
      const held = new Map<number, { id: string; highest: number }>()
      for (const [turn, step] of steps.entries()) {
        if (step.kind === 'settle') void book.settlePeaks()
        else if (step.kind === 'rest') await book.settlePeaks()
        else if (step.kind === 'price') {
          for (const known of held.values()) known.highest = Math.max(known.highest, step.price)
          book.accept(tickAt(String(step.price / 1_000)))
        } else if (step.kind === 'close') {
          const known = held.get(step.id)
          if (known) book.drop(known.id)
          held.delete(step.id)
        } else if (!held.has(step.id)) {
          const plan = { trailingStopPct: '90', stopLossPct: '95', takeProfitPct: '5000' }
          const id = `${step.id} of ${turn}`
          book.take(position(id, 'm', { ...plan, peakPriceUsd: '0.0001' }))
          held.set(step.id, { id, highest: 0.1 })
        }
      }
      await book.settlePeaks()
      checked += held.size
      for (const { id, highest } of held.values())
        expect(book.get(id)!.state.peak!.toNumber() / (highest / 1_000)).toBeCloseTo(1, 2)
    }),
    { numRuns: 300 },
  )
  expect(checked).toBeGreaterThan(300)
})

it('knows at once of a deeper pool that a moved plan was indexed with', () => {
  const book = new GuardBook()
  const at = (price: string, depth: bigint) => {
    const { pool } = tickAt(price)
    const reserves = { baseReserve: depth, quoteReserve: (depth * pool.quoteReserve) / pool.baseReserve }
    const tick = tickAt(price, reserves)
    const named = book.accept(tick)
    for (const guard of named) book.judge(guard, tick, start)
    return named.map(({ id }) => id)
  }
  book.take(position('p', 'm', { stopLossPct: '90', takeProfitPct: '5000', breakEvenAtPct: '5' }))
  at('1', 100_000_000n)
  at('1', 100_000_000n)
  expect(at('1.1', 10_000_000_000n)).toEqual(['p'])
  expect(at('1.08', 10_000_000_000n)).toEqual([])
  expect(at('1.08', 100_000_000n)).toEqual(['p'])
})

it('goes on indexing what waits where the pool has recovered meanwhile', () => {
  const book = new GuardBook()
  for (let place = 0; place < 200; place += 1)
    book.take(position(`p${place}`, 'm', { stopLossPct: '90', takeProfitPct: '500' }))
  const { pool } = tickAt('1')
  const at = (base: bigint, quote: bigint, room = Infinity) => {
    const reserves = {
      baseReserve: (pool.baseReserve * base) / 100n,
      quoteReserve: (pool.quoteReserve * quote) / 100n,
    }
    book.accept(tickAt('1', reserves), room)
  }
  at(100n, 100n)
  at(100n, 99n)
  at(70n, 70n, 64)
  expect(book.placing('m')).not.toBeNull()
  at(100n, 98n, 64)
  for (let turn = 0; turn < 3; turn += 1) {
    const tick = book.placing('m')
    if (tick) book.accept(tick, 64)
  }
  expect(book.placing('m')).toBeNull()
})

it('judges nothing that was dropped or has been read anew since', () => {
  const book = new GuardBook()
  const fires = tickAt('2')
  book.take(position('other', 'm'))
  book.take(position('p', 'm'))
  const before = book.get('p')!
  book.take(position('p', 'm', { takeProfitPct: '500' }))
  expect(book.judge(before, fires, start)).toBeNull()
  const read = book.get('p')!
  book.drop('p')
  expect(book.judge(read, fires, start)).toBeNull()
  expect(book.accept(fires).map(({ id }) => id)).toEqual(['other'])
})

it.each([null, '', ' 5', true])('takes no position whose row says %j where a number belongs', (atPct) => {
  const book = new GuardBook()
  const ladder = [{ atPct, sellPct: '5' }] as unknown as [{ atPct: string; sellPct: string }]
  expect(() => book.take(position('p', 'm', { ladder }))).toThrow()
  expect(book.size).toBe(0)
})

it('finds nothing odd in a trailing stop from the entry on, in a pool without a fee', () => {
  const odd: string[] = []
  const book = new GuardBook(({ id }) => void odd.push(id))
  book.take(position('p', 'm', { trailingStopPct: '5' }))
  expect(book.accept(tickAt('1', { tradeFeeMillionths: 0n })).map(({ id }) => id)).toEqual(['p'])
  expect(odd).toEqual([])
})
