import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ONE } from '../money/decimal'
import { toUi } from '../money/units'
import type { PoolSnapshot } from '../pools/pool-snapshot'
import { checkImpact } from './order-impact'

/** $1,300 of USDC on each side. */
const pool: PoolSnapshot = {
  ...{ address: 'pool', kind: 'constant-product', baseMint: 'token', quoteMint: 'usdc' },
  ...{ baseDecimals: 6, quoteDecimals: 6, baseReserve: 684_210_526_315n, quoteReserve: 1_300_000_000n },
  tradeFeeMillionths: 2_500n,
}

const ofPool = (amount: string, snapshot = pool, quoteUsd = ONE) =>
  checkImpact({
    amountUsd: decimal(amount),
    liquidityUsd: toUi(2n * snapshot.quoteReserve, snapshot.quoteDecimals).mul(quoteUsd),
    pool: { snapshot, quoteUsd },
  })

describe('an order against its pool', () => {
  it.each([['1'], ['389.99'], ['390']])('of $%s passes', (amount) => expect(ofPool(amount)).toBeNull())

  it('beyond 15 % of it needs consent, and says what it would cost and what would pass', () => {
    expect(ofPool('500')).toEqual({
      id: 'impact',
      level: 'amber',
      label:
        "This order is 19 % of the $2,600.00 in its pool; about 28 % of it would be lost to the pool's depth ($390.00 would pass)",
    })
  })

  it('is measured in dollars where the pool is priced in SOL', () => {
    const inSol = { ...pool, quoteDecimals: 9 }
    expect(ofPool('390', inSol, decimal('1000'))).toBeNull()
    expect(ofPool('391', inSol, decimal('1000'))?.label).toContain('about 23 % of it')
  })

  it('is measured by what vendors say of the pool where it cannot be read', () => {
    const order = { amountUsd: decimal('500'), pool: null }
    expect(checkImpact({ ...order, liquidityUsd: decimal('2600') })?.label).toBe(
      'This order is 19 % of the $2,600.00 in its pool ($390.00 would pass)',
    )
    expect(checkImpact({ ...order, liquidityUsd: null })).toBeNull()
    expect(checkImpact({ ...order, liquidityUsd: decimal('0') })?.label).toContain('is many times the $0.00')
  })

  it('passes exactly what it calls passable', () => {
    fc.assert(
      fc.property(
        fc.bigInt(10_000n, 10n ** 15n),
        fc.integer({ min: 1, max: 1_000_000 }),
        (reserve, cents) => {
          const share = decimal(`${cents}e-2`).div(decimal(`${2n * reserve}e-6`))
          expect(ofPool(`${cents}e-2`, { ...pool, quoteReserve: reserve }) === null).toBe(share.lte('0.15'))
        },
      ),
    )
  })
})
