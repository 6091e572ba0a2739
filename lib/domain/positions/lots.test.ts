import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '@/lib/domain/money/decimal'
import { addFees, type Fees, feesOf, NO_FEES, shareOfFees, subtractFees } from './fees'
import { type Lot, type LotSale, sellLots } from './lots'

const u64 = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n })
const solPrice = fc.option(
  fc.integer({ min: 1, max: 100_000 }).map((cents) => decimal(String(cents)).div(100)),
)
const fees: fc.Arbitrary<Fees> = fc
  .tuple(fc.bigInt({ min: -2_039_280n, max: 20_000_000n }), solPrice)
  .map(([lamports, price]) => feesOf(lamports, price))
const lots = fc.array(fc.tuple(u64, u64, fees), { minLength: 1, maxLength: 6 }).map((rows) =>
  rows.map(([remainingRaw, remainingCostRaw, remainingFees], place): Lot => ({
    id: `lot ${place}`,
    remainingRaw,
    remainingCostRaw,
    remainingFees,
  })),
)

const sum = <T>(items: readonly T[], pick: (item: T) => bigint): bigint =>
  items.reduce((total, item) => total + pick(item), 0n)
const allFees = (items: readonly { fees: Fees }[]): Fees =>
  items.reduce((total, item) => addFees(total, item.fees), NO_FEES)
const plain = ({ lamports, usd, unvaluedLamports }: Fees) => [lamports, usd.toFixed(), unvaluedLamports]

describe('lots', () => {
  it('F23: give every base unit of tokens, cost, proceeds and fees to exactly one sale', () => {
    fc.assert(
      fc.property(lots, fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), u64, fees)), (bought, wishes) => {
        let held = bought
        const sales: LotSale[] = []
        let proceeds = 0n
        let saleFees = NO_FEES
        const sell = (percent: number, proceedsRaw: bigint, own: Fees) => {
          const before = sum(held, (lot) => lot.remainingRaw)
          const soldRaw = percent === 100 ? before : (before * BigInt(percent)) / 100n
          if (soldRaw === 0n) return
          const result = sellLots(held, { soldRaw, proceedsRaw, fees: own })
          expect(sum(result.sales, (sale) => sale.soldRaw)).toBe(soldRaw)
          expect(sum(result.sales, (sale) => sale.proceedsRaw)).toBe(proceedsRaw)
          held = held.map((lot) => result.lots.find(({ id }) => id === lot.id) ?? lot)
          sales.push(...result.sales)
          proceeds += proceedsRaw
          saleFees = addFees(saleFees, own)
        }
        for (const wish of wishes) sell(...wish)
        sell(100, 1n, NO_FEES)
        expect(sum(held, (lot) => lot.remainingRaw)).toBe(0n)
        expect(sum(sales, (sale) => sale.soldRaw)).toBe(sum(bought, (lot) => lot.remainingRaw))
        expect(sum(sales, (sale) => sale.proceedsRaw)).toBe(proceeds)
        expect(sum(sales, (sale) => sale.costRaw)).toBe(sum(bought, (lot) => lot.remainingCostRaw))
        const purchaseFees = bought.reduce((all, lot) => addFees(all, lot.remainingFees), NO_FEES)
        expect(plain(allFees(sales))).toEqual(plain(addFees(saleFees, purchaseFees)))
        const realised = sales.reduce((all, sale) => all.plus(sale.realisedUsd), ZERO)
        const money = decimal(sum(sales, (sale) => sale.proceedsRaw - sale.costRaw)).div(1_000_000)
        expect(realised.toFixed()).toBe(money.minus(allFees(sales).usd).toFixed())
      }),
    )
  })

  it('sells the oldest first, and never leaves a cost on an empty lot', () => {
    fc.assert(
      fc.property(lots, fc.integer({ min: 1, max: 99 }), u64, (bought, percent, proceedsRaw) => {
        const soldRaw = (sum(bought, (lot) => lot.remainingRaw) * BigInt(percent)) / 100n
        if (soldRaw === 0n) return
        const { lots: changed } = sellLots(bought, { soldRaw, proceedsRaw, fees: NO_FEES })
        for (const lot of changed.slice(0, -1)) expect(lot.remainingRaw).toBe(0n)
        for (const lot of changed) {
          expect(lot.remainingRaw >= 0n && lot.remainingCostRaw >= 0n).toBe(true)
          if (lot.remainingRaw > 0n) continue
          expect([lot.remainingCostRaw, ...plain(lot.remainingFees)]).toEqual([0n, 0n, '0', 0n])
        }
      }),
    )
  })

  it('refuses to sell more than the lots hold, or nothing', () => {
    const lot: Lot = { id: 'a', remainingRaw: 10n, remainingCostRaw: 5n, remainingFees: NO_FEES }
    expect(() => sellLots([lot], { soldRaw: 11n, proceedsRaw: 1n, fees: NO_FEES })).toThrow(RangeError)
    expect(() => sellLots([lot], { soldRaw: 0n, proceedsRaw: 0n, fees: NO_FEES })).toThrow(RangeError)
  })

  it('counts each purchase at its own price', () => {
    const lot = (id: string, remainingCostRaw: bigint): Lot => ({
      id,
      remainingRaw: 100n,
      remainingCostRaw,
      remainingFees: feesOf(1_000_000_000n, decimal('0.5')),
    })
    const { sales } = sellLots([lot('cheap', 10_000_000n), lot('dear', 20_000_000n)], {
      soldRaw: 150n,
      proceedsRaw: 30_000_000n,
      fees: NO_FEES,
    })
    expect(
      sales.map(({ lotId, costRaw, proceedsRaw, realisedUsd }) => [
        lotId,
        costRaw,
        proceedsRaw,
        realisedUsd.toFixed(),
      ]),
    ).toEqual([
      ['cheap', 10_000_000n, 20_000_000n, '9.5'],
      ['dear', 10_000_000n, 10_000_000n, '-0.25'],
    ])
  })
})

describe('fees', () => {
  it('wait for a SOL price without being lost', () => {
    const unknown = feesOf(5_000n, null)
    expect(plain(unknown)).toEqual([5_000n, '0', 5_000n])
    const share = shareOfFees(unknown, 1n, 3n)
    expect(plain(addFees(share, subtractFees(unknown, share)))).toEqual(plain(unknown))
  })
})
