import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateExit } from '@/lib/domain/exits/evaluate-exit'
import { decimal } from '@/lib/domain/money/decimal'
import { start, position, tickOf, usdc } from './exit-monitor.fixture'
import { GuardBook } from './guard-book'
import { executablePrice, levelsOfGuard } from './judge-position'
import type { JudgeableTick } from './judgeable-tick'

it('keeps what could not be stored, also of a position that was dropped meanwhile', async () => {
  const book = new GuardBook()
  book.take(position('p', 'm', { trailingStopPct: '40' }))
  for (const price of ['1', '1.5']) {
    const tick = tickOf('m', price, usdc) as JudgeableTick
    for (const guard of book.accept(tick)) book.judge(guard, tick, start)
  }
  await book.settlePeaks()
  const { states, putBack } = book.takeReached(start, 10)
  expect(Number(states[0]!.peak)).toBeCloseTo(1.5, 1)
  book.drop('p')
  putBack()
  expect(book.takeReached(start, 10).states).toEqual(states)
  expect(book.takeReached(start, 10).states).toEqual([])
})

it('measures each peak from when its position came, whenever peaks are settled', async () => {
  const book = new GuardBook()
  const at = (price: string) => {
    const tick = tickOf('m', price, usdc) as JudgeableTick
    for (const guard of book.accept(tick)) book.judge(guard, tick, start)
  }
  const wide = { trailingStopPct: '90', stopLossPct: '95', takeProfitPct: '5000' }
  book.take(position('early', 'm', wide))
  for (const price of ['1', '3', '2']) at(price)
  book.take(position('late', 'm', wide))
  for (const price of ['1.5', '2.5', '1']) at(price)
  const peak = async (id: string) => {
    await book.settlePeaks()
    return book.get(id)!.state.peak!.toNumber()
  }
  expect(await peak('early')).toBeCloseTo(3, 1)
  expect(await peak('late')).toBeCloseTo(2.5, 1)
  at('2.8')
  expect(await peak('early')).toBeCloseTo(3, 1)
  expect(await peak('late')).toBeCloseTo(2.8, 1)
})

it('takes in a new high that comes while peaks are being settled', async () => {
  const book = new GuardBook()
  const many = Array.from({ length: 3_000 }, (_, place) => `p${place}`)
  for (const id of many)
    book.take(position(id, 'm', { trailingStopPct: '90', peakPriceUsd: '0.5', takeProfitPct: '5000' }))
  const at = (price: string) => book.accept(tickOf('m', price, usdc) as JudgeableTick, Infinity)
  at('1')
  const settled = book.settlePeaks()
  at('2')
  await settled
  await book.settlePeaks()
  for (const id of many) expect(book.get(id)!.state.peak!.toNumber()).toBeCloseTo(2, 1)
})

/** A pool whose depth and fee change along with its price. */
const moment = fc.record({
  price: fc.integer({ min: 700, max: 1_300 }),
  depth: fc.integer({ min: 10, max: 400 }),
  fee: fc.constantFrom(2_500n, 2_500n, 2_500n, 10_000n),
})

/** Some are indexed with a deeper pool while others still wait from before; that depth goes at once. */
const deeperMeanwhile = [10, 10, 10, 10, 13, 11, 10, 42, 10, 10].map((depth, turn) => ({
  ...{ price: turn === 8 ? 716 : 700, depth, fee: 2_500n },
}))

it('names each position in time while it is indexed anew in turns, however the pool thins, deepens or charges', () => {
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1, maxLength: 15 }), fc.nat({ max: 12 }), (moments, room) => {
      const book = new GuardBook()
      const ticks = moments.map(({ price, depth, fee }): JudgeableTick => {
        const tick = tickOf('m', String(price / 1_000), usdc) as JudgeableTick
        const { baseReserve, quoteReserve } = tick.pool
        const part = (reserve: bigint) => (reserve * BigInt(depth)) / 1_000_000n
        const pool = {
          ...{ baseReserve: part(baseReserve), quoteReserve: part(quoteReserve) },
          tradeFeeMillionths: fee,
        }
        return { ...tick, pool: { ...tick.pool, ...pool } }
      })
      const open = (from: number, tick: JudgeableTick) => {
        for (let place = from; place < from + 10; place += 1)
          book.take(position(`p${place}`, 'm', { stopLossPct: String(1 + place), takeProfitPct: '25' }))
        book.accept(tick, Infinity)
      }
      ticks.forEach((tick, turn) => {
        if (turn === 0) book.accept(tick)
        // Some come when the pool is as deep as never before.
        if (turn % 5 === 0) open(10 * turn, tick)
        const named = new Set(book.accept(tick, room).map(({ id }) => id))
        for (const guard of book.of('m')) {
          const price = executablePrice(tick, guard)
          const { firing } = evaluateExit(levelsOfGuard(guard), guard.state, price, start)
          if (firing) expect(named).toContain(guard.id)
        }
      })
    }),
    { examples: [[deeperMeanwhile, 8]] },
  )
})

it('names a position that came while the pool was deep once that depth is gone, though others came before', () => {
  const book = new GuardBook()
  const at = (depth: bigint) => {
    const tick = tickOf('m', '1', usdc) as JudgeableTick
    const pool = { ...tick.pool, baseReserve: depth, quoteReserve: depth }
    return book.accept({ ...tick, pool }).map(({ id }) => id)
  }
  book.take(position('early', 'm', { stopLossPct: '90' }))
  at(100_000_000n)
  at(10_000_000_000n)
  book.take(position('late', 'm', { stopLossPct: '30' }))
  expect(at(10_000_000_000n)).not.toContain('late')
  expect(at(100_000_000n)).toContain('late')
})

/** Prices no token has, pools that are all but empty, fees that take everything. */
const oddMoment = fc.record({
  exponent: fc.constantFrom(-330, -300, -280, -8, 0, 0, 0, 0, 300, 330),
  price: fc.integer({ min: 1, max: 2_000 }),
  depth: fc.constantFrom(1n, 1_000n, 10n ** 6n, 10n ** 8n, 10n ** 11n),
  fee: fc.constantFrom(2_500n, 2_500n, 999_999n, 1_000_000n),
})
const oddPlan = fc.record({
  entryPriceUsd: fc.constantFrom('1', '1', '0', `0.${'0'.repeat(320)}1`, `1${'0'.repeat(320)}`, 'NaN'),
  stopLossPct: fc.constantFrom('10', '50', '99', '99.99', '-5'),
  takeProfitPct: fc.constantFrom('20', '5000', '100000'),
  trailingStopPct: fc.constantFrom(null, '10', '99.99'),
  peakPriceUsd: fc.constantFrom(null, '1', '0', `0.${'0'.repeat(320)}1`, `1${'0'.repeat(320)}`),
})

it('names in time whatever the plan and the pool, and tells once of levels that are no prices', () => {
  fc.assert(
    fc.property(
      fc.array(oddPlan, { minLength: 1, maxLength: 5 }),
      fc.array(oddMoment, { minLength: 1, maxLength: 10 }),
      (plans, moments) => {
        const told: string[] = []
        const book = new GuardBook(({ id }) => told.push(id))
        plans.forEach((plan, place) => {
          const peakPriceUsd = plan.trailingStopPct === null ? null : plan.peakPriceUsd
          book.take(position(`p${place}`, 'm', { ...plan, peakPriceUsd }))
        })
        for (const { exponent, price, depth, fee } of moments) {
          const usd = decimal(`${price}e-3`).mul(`1e${exponent}`)
          const tick = tickOf('m', '1', usdc) as JudgeableTick
          const pool = { ...tick.pool, baseReserve: depth, quoteReserve: depth, tradeFeeMillionths: fee }
          const now = { ...tick, pool, quoteUsd: usd, priceUsd: usd }
          const named = new Set(book.accept(now))
          for (const guard of book.of('m')) {
            const { firing } = evaluateExit(
              levelsOfGuard(guard),
              guard.state,
              executablePrice(now, guard),
              start,
            )
            if (firing) expect(named).toContain(guard)
          }
          for (const guard of named) book.judge(guard, now, start)
          const before = told.length
          for (const guard of book.accept(now)) book.judge(guard, now, start)
          expect(told).toHaveLength(before)
        }
      },
    ),
    { numRuns: 500 },
  )
})

it('names a stop far below the spot once nearly nothing of the pool is left', () => {
  const book = new GuardBook()
  const at = (price: string, depth: bigint) => {
    const tick = tickOf('m', price, usdc) as JudgeableTick
    const part = (reserve: bigint) => reserve / depth
    const { baseReserve, quoteReserve } = tick.pool
    return book
      .accept({
        ...tick,
        pool: { ...tick.pool, baseReserve: part(baseReserve), quoteReserve: part(quoteReserve) },
      })
      .map(({ id }) => id)
  }
  book.take(position('p', 'm', { takeProfitPct: '5000' }))
  expect(at('20', 1n)).toEqual([])
  // A sale brings a fiftieth of the spot, so less than the stop.
  expect(at('20', 5_000_000n)).toEqual(['p'])
})

describe('a lot that is added', () => {
  const trailing = { trailingStopPct: '2', takeProfitPct: '5000', stopLossPct: '99.999999' }
  const poolOf = (price: string, depth: bigint) => {
    const tick = tickOf('m', price, usdc) as JudgeableTick
    const { baseReserve, quoteReserve } = tick.pool
    const shallow = { baseReserve: baseReserve / depth, quoteReserve: quoteReserve / depth }
    return { ...tick, pool: { ...tick.pool, ...shallow } }
  }
  const rowOf = (amountRaw: bigint, plan: Partial<Parameters<typeof position>[2]> = {}) =>
    position('p', 'm', { ...trailing, amountRaw, boughtRaw: amountRaw, ...plan })

  it('is no fall of the price, wherever the price stood, and the stop follows no looser than before', async () => {
    const amount = fc.bigInt({ min: 1_000n, max: 10n ** 12n })
    const price = fc.integer({ min: 500, max: 2_000 }).map((n) => String(n / 1_000))
    const depth = fc.bigInt({ min: 1n, max: 100_000n })
    const fallOf = async (book: GuardBook, tick: JudgeableTick) => {
      await book.settlePeaks()
      const guard = book.get('p')!
      return executablePrice(tick, guard).div(guard.state.peak!)
    }
    const lotAdded = async (
      [held, lot, depth]: bigint[],
      [high, last]: string[],
      isRestart: boolean,
    ): Promise<void> => {
      const book = new GuardBook()
      book.take(rowOf(held!))
      const now = poolOf(last!, depth!)
      for (const tick of [poolOf(high!, depth!), now])
        for (const guard of book.accept(tick)) book.judge(guard, tick, start)
      const before = await fallOf(book, now)
      const { state, peakAmountRaw } = book.get('p')!
      const stored = isRestart ? { peakPriceUsd: state.peak!.toFixed(), peakAmountRaw } : {}

      const after = isRestart ? new GuardBook() : book
      after.take(rowOf(held! + lot!, stored))
      after.accept(now)
      const firing = after.judge(after.get('p')!, now, start)?.firing
      if (before.gt('0.98')) expect(firing?.reason).not.toBe('TRAILING_STOP')
      const left = await fallOf(after, now)
      // Whole base units: a larger sale may bring a trifle more a token, and is then its own peak.
      const same = left.minus(before).abs().lt('1e-60')
      expect(same || (left.gt(before) && left.div(before).lt('1.01'))).toBe(true)
      expect(after.get('p')!.peakAmountRaw! >= held!).toBe(true)
    }
    await fc.assert(
      fc.asyncProperty(fc.tuple(amount, amount, depth), fc.tuple(price, price), fc.boolean(), lotAdded),
    )
  })

  it('is restated with the first price where there is none yet, and stored with the amount', () => {
    const book = new GuardBook()
    book.take(rowOf(200_000_000n, { peakPriceUsd: '1', peakAmountRaw: 100_000_000n }))
    expect(book.takeReached(start, 10).states).toEqual([])
    const now = poolOf('1', 10_000n)
    book.accept(now)
    const [reached] = book.takeReached(start, 10).states
    expect(reached).toMatchObject({ id: 'p', peakAmountRaw: 200_000_000n })
    // Two tenths of the pool instead of one: a sale of all brings some eight percent less a token.
    expect(Number(reached!.peak)).toBeCloseTo(1.1 / 1.2, 2)
  })

  it('still falls to its stop when the price does', () => {
    const book = new GuardBook()
    book.take(rowOf(200_000_000n, { peakPriceUsd: '1', peakAmountRaw: 100_000_000n }))
    const fires = (price: string) => {
      const tick = poolOf(price, 10_000n)
      return book.accept(tick).map((guard) => book.judge(guard, tick, start)?.firing?.reason)
    }
    fires('1.1')
    expect(fires('1.09')).not.toContain('TRAILING_STOP')
    expect(fires('1.07')).toContain('TRAILING_STOP')
  })

  it('leaves a peak alone that was measured for more than is held', () => {
    const book = new GuardBook()
    book.take(rowOf(50_000_000n, { peakPriceUsd: '1.5', peakAmountRaw: 100_000_000n }))
    book.accept(poolOf('1.48', 10_000n))
    expect(book.get('p')!.state.peak!.toFixed()).toBe('1.5')
    expect(book.get('p')!.peakAmountRaw).toBe(100_000_000n)
  })
})
