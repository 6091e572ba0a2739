import { expect, it } from 'vitest'
import type { CurveSegment, PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { bigintText, storedPool } from './price-keys'

/** All there can be: a field that is forgotten here does not compile, one that is not stored fails. */
const segment: Required<CurveSegment> = { to: 1n << 63n, liquidity: (1n << 127n) + 1n, feeMillionths: 300n }
const pool: Required<PoolSnapshot> = {
  ...{ address: 'pool', kind: 'liquidity-curve', baseMint: 'base', quoteMint: 'quote' },
  ...{ baseDecimals: 0, quoteDecimals: 18, baseReserve: 1n, quoteReserve: (1n << 64n) - 1n },
  tradeFeeMillionths: 2_500n,
  creatorFee: { millionths: 500n, from: 'base' },
  sideFee: { billionths: 10_000_000n, from: 'output', purchase: 990_000_000n },
  quoteFees: { bps: [20n, 93n, 0n], program: 'pump-swap' },
  payable: { base: 3n, quote: 4n },
  curve: { sqrtPrice: 1n << 64n, baseIsFirst: false, down: [segment], up: [], feeIn: 'second' },
  baseTax: { bps: 300, maximumRaw: 7n },
  quoteTax: { bps: 1, maximumRaw: 0n },
}

it('a pool in Redis is the pool that was put there, whatever its AMM', () => {
  const stored = JSON.stringify({ quoteUsd: '1', pool }, bigintText)
  expect(storedPool.parse(JSON.parse(stored)).pool).toEqual(pool)
})
