import { describe, expect, it } from 'vitest'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { accountOf, addressOf, configAccount, poolAccount, tokenAccount } from './__fixtures__/account-bytes'
import { mainnetConfig, mainnetPool } from './__fixtures__/raydium-mainnet'
import { poolCodecs } from './pool-codecs'
import { RAYDIUM_CP_SWAP_PROGRAM, raydiumCpSwapCodec as codec } from './raydium-cp-swap'

const TOKEN = addressOf(7)
const pool = addressOf(1)
const config = addressOf(2)
const vaults: [string, string] = [addressOf(3), addressOf(4)]
const fields = {
  address: pool,
  config,
  vaults,
  mints: [TOKEN, USDC_MINT] as [string, string],
  decimals: [5, 6] as [number, number],
}
const byAddress = (accounts: AccountUpdate[]) =>
  new Map(accounts.map((account) => [account.address, account]))
const world = (
  overrides: Partial<Parameters<typeof poolAccount>[0]> = {},
  fees = { trade: 2500n, creator: 0n },
) =>
  byAddress([
    poolAccount({ ...fields, ...overrides }),
    configAccount(config, fees),
    tokenAccount(vaults[0], TOKEN, 1_000_000n),
    tokenAccount(vaults[1], USDC_MINT, 5_000_000n),
  ])
const snapshotOf = (accounts: Map<string, AccountUpdate>, base = TOKEN) => {
  const layout = codec.layout(accounts.get(pool)!, base, accounts)
  return layout && codec.snapshot(layout, accounts, base, new Date(0))
}

describe('Raydium CP-Swap accounts', () => {
  it('reads a mainnet pool and its fee settings', () => {
    const address = 'FmNz8z2oN4CheHj4EUXVXC6doFN4RRmhGwxFQgrJVJFs'
    const layout = codec.layout(
      accountOf(address, RAYDIUM_CP_SWAP_PROGRAM, mainnetPool),
      WSOL_MINT,
      new Map(),
    )
    expect(layout).toEqual({
      address,
      program: RAYDIUM_CP_SWAP_PROGRAM,
      mints: [WSOL_MINT, 'CLnsvL118rFABjjpGkR5jY8JeUib3SjEf4Eyu7ZVhbKu'],
      live: ['7kr6P33VCitwmwpShpUwXKpjnnXQkVyNZNqLktYKRKm9', '9rtx1zk5rSXFjg9oDKhzTnJWeVhuA8CJFvvgdKppsz8a'],
      others: [address, '2fGXL8uhqxJ4tpgtosHZXT4zcQap6j62z3bMDxdkMvy5'],
    })
    const snapshot = codec.snapshot(
      layout!,
      byAddress([
        accountOf(address, RAYDIUM_CP_SWAP_PROGRAM, mainnetPool),
        accountOf(layout!.others[1]!, RAYDIUM_CP_SWAP_PROGRAM, mainnetConfig),
        tokenAccount(layout!.live[0]!, layout!.mints[0], 10_000_000_000n),
        tokenAccount(layout!.live[1]!, layout!.mints[1], 1_000_000_000_000_000n),
      ]),
      layout!.mints[1],
      new Date(0),
    )
    expect(snapshot).toMatchObject({
      quoteMint: WSOL_MINT,
      baseDecimals: 9,
      quoteDecimals: 9,
      tradeFeeMillionths: 20_000n,
      creatorFee: undefined,
      quoteReserve: 10_000_000_000n - 1_164_696n - 388_232n,
      baseReserve: 1_000_000_000_000_000n - 546_278_780_223_594n - 182_092_926_741_195n,
    })
  })

  it('reads a pool from either side', () => {
    expect(snapshotOf(world())).toEqual({
      address: pool,
      kind: 'constant-product',
      baseMint: TOKEN,
      quoteMint: USDC_MINT,
      baseDecimals: 5,
      quoteDecimals: 6,
      baseReserve: 1_000_000n,
      quoteReserve: 5_000_000n,
      tradeFeeMillionths: 2500n,
      creatorFee: undefined,
    })
    expect(snapshotOf(world(), USDC_MINT)).toMatchObject({
      baseMint: USDC_MINT,
      quoteMint: TOKEN,
      baseDecimals: 6,
      quoteDecimals: 5,
      baseReserve: 5_000_000n,
      quoteReserve: 1_000_000n,
    })
  })

  it('leaves out the fees that the vaults hold for others', () => {
    const owed = { protocol: [1n, 10n], fund: [2n, 20n], creator: [4n, 40n] } as const
    const snapshot = snapshotOf(world({ owed: structuredClone(owed) as never }))
    expect(snapshot).toMatchObject({ baseReserve: 1_000_000n - 7n, quoteReserve: 5_000_000n - 70n })
  })

  it.each([
    [0, TOKEN, 'input'],
    [1, TOKEN, 'base'],
    [2, TOKEN, 'quote'],
    [1, USDC_MINT, 'quote'],
    [2, USDC_MINT, 'base'],
  ])('takes a creator fee of kind %i seen from %s from the %s', (creatorFeeOn, base, from) => {
    const accounts = world({ creatorFeeOn, enableCreatorFee: true }, { trade: 2500n, creator: 500n })
    expect(snapshotOf(accounts, base)?.creatorFee).toEqual({ millionths: 500n, from })
  })

  it('ignores the creator fee of a pool that has it off', () => {
    expect(snapshotOf(world({}, { trade: 2500n, creator: 500n }))?.creatorFee).toBeUndefined()
  })

  it.each<[string, (accounts: Map<string, AccountUpdate>) => void]>([
    ['a truncated pool', (a) => a.set(pool, { ...a.get(pool)!, data: a.get(pool)!.data.subarray(0, 636) })],
    ['a pool of another program', (a) => a.set(pool, { ...a.get(pool)!, owner: addressOf(9) })],
    ['an account of another kind', (a) => a.set(pool, { ...a.get(pool)!, data: new Uint8Array(637) })],
    ['a pool closed for swaps', (a) => a.set(pool, poolAccount({ ...fields, status: 4 }))],
    ['missing fee settings', (a) => a.delete(config)],
    [
      'truncated fee settings',
      (a) => a.set(config, { ...a.get(config)!, data: a.get(config)!.data.subarray(0, 200) }),
    ],
    ['foreign fee settings', (a) => a.set(config, { ...a.get(config)!, owner: addressOf(9) })],
    ['a fee of everything', (a) => a.set(config, configAccount(config, { trade: 1_000_000n }))],
    ['a missing vault', (a) => a.delete(vaults[1])],
    [
      'a truncated vault',
      (a) => a.set(vaults[0], { ...a.get(vaults[0])!, data: a.get(vaults[0])!.data.subarray(0, 72) }),
    ],
    ['a vault of another program', (a) => a.set(vaults[0], { ...a.get(vaults[0])!, owner: addressOf(9) })],
    ['an empty vault', (a) => a.set(vaults[0], tokenAccount(vaults[0], TOKEN, 0n))],
    [
      'a vault below the fees it owes',
      (a) => a.set(pool, poolAccount({ ...fields, owed: { fund: [1_000_001n, 0n] } })),
    ],
  ])('refuses %s', (_, spoil) => {
    const accounts = world()
    spoil(accounts)
    expect(snapshotOf(accounts)).toBeNull()
  })

  it('refuses a mint that is not in the pool', () => {
    expect(snapshotOf(world(), WSOL_MINT)).toBeNull()
  })

  it('is found by its program', () => {
    expect(poolCodecs.get(RAYDIUM_CP_SWAP_PROGRAM)).toBe(codec)
  })
})
