import { expect, it } from 'vitest'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM, USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { accountOf, addressOf } from './__fixtures__/account-bytes'
import { mintsToRead, sidesOf, supplyOf } from './token-mints'

const MINT = addressOf(7)
const SLOTS_PER_EPOCH = 432_000n

const plain = (decimals: number, supply: bigint): Uint8Array => {
  const data = new Uint8Array(82)
  new DataView(data.buffer).setBigUint64(36, supply, true)
  data[44] = decimals
  data[45] = 1
  return data
}
/** Token-2022 `TransferFeeConfig`: 3 % until epoch 10, then 5 %, at most 1,000 base units each. */
const taxed = (): Uint8Array => {
  const data = new Uint8Array(165 + 1 + 4 + 108)
  data.set(plain(9, 1n))
  data[165] = 1
  const view = new DataView(data.buffer)
  view.setUint16(166, 1, true)
  view.setUint16(168, 108, true)
  for (const [at, epoch, bps] of [
    [170 + 72, 0n, 300],
    [170 + 90, 10n, 500],
  ] as const) {
    view.setBigUint64(at, epoch, true)
    view.setBigUint64(at + 8, 1_000n, true)
    view.setUint16(at + 16, bps, true)
  }
  return data
}
const world = (data: Uint8Array, program: string, slot = 1n): Map<string, AccountUpdate> =>
  new Map([[MINT, accountOf(MINT, program, data, slot)]])

it('knows SOL and USDC without an account, and reads all others', () => {
  expect(mintsToRead([WSOL_MINT, MINT, USDC_MINT])).toEqual([MINT])
  expect(sidesOf(new Map(), WSOL_MINT, USDC_MINT)).toMatchObject({ baseDecimals: 9, quoteDecimals: 6 })
  expect(sidesOf(new Map(), MINT, USDC_MINT)).toBeNull()
})

it.each([0, 6, 18])('reads %i decimals and the supply', (decimals) => {
  const accounts = world(plain(decimals, 2n ** 64n - 1n), TOKEN_PROGRAM)
  expect(sidesOf(accounts, MINT, WSOL_MINT)).toEqual({
    ...{ baseMint: MINT, quoteMint: WSOL_MINT, baseDecimals: decimals, quoteDecimals: 9 },
    ...{ baseTax: undefined, quoteTax: undefined },
  })
  expect(supplyOf(accounts, MINT)).toBe(2n ** 64n - 1n)
})

it('reads the tax of the epoch that the newest account is in', () => {
  const taxAt = (slot: bigint) => sidesOf(world(taxed(), TOKEN_2022_PROGRAM, slot), MINT, USDC_MINT)?.baseTax
  expect(taxAt(9n * SLOTS_PER_EPOCH)).toEqual({ bps: 300, maximumRaw: 1_000n })
  expect(taxAt(10n * SLOTS_PER_EPOCH)).toEqual({ bps: 500, maximumRaw: 1_000n })
})

it('is not read from what is no mint', () => {
  expect(sidesOf(world(plain(6, 1n).subarray(0, 40), TOKEN_PROGRAM), MINT, USDC_MINT)).toBeNull()
  expect(supplyOf(world(plain(6, 1n), addressOf(9)), MINT)).toBeNull()
})
