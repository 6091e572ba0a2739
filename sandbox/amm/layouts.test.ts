import { AccountLayout, MintLayout, TOKEN_PROGRAM_ID } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { JUPITER_EVENT_AUTHORITY, USDC, WRAPPED_SOL, ammConfigAddress, poolAddresses } from './addresses'
import {
  ammConfigFeeRate,
  encodeAmmConfig,
  encodeMint,
  encodePoolState,
  encodeTokenAccount,
  readTokenAmount,
  withDelegate,
  withTokenAmount,
} from './layouts'

const OWNER = new PublicKey('GThUX1Atko4tqhN2NaiTazWSeFWMuiUvfFnyJyUghFMJ')

describe('addresses', () => {
  it('are the ones of mainnet where mainnet has them', () => {
    expect(ammConfigAddress(0).toBase58()).toBe('D4FPEruKEHrG5TenZ2mpDGEfu1iUvTiqBxvpU8HLBvC2')
    expect(JUPITER_EVENT_AUTHORITY.toBase58()).toBe('D8cy77BBepLMngZx6ZukaTff5hCt1HrWyKk3Hnd9oitf')
  })

  it('put the mint with the smaller bytes first, whatever the order they are given in', () => {
    const [sol, usdc] = [new PublicKey(WRAPPED_SOL), new PublicKey(USDC)]
    const addresses = poolAddresses(ammConfigAddress(0), usdc, sol)
    expect(addresses.mints.map((mint) => mint.toBase58())).toEqual([WRAPPED_SOL, USDC])
    expect(poolAddresses(ammConfigAddress(0), sol, usdc)).toEqual(addresses)
  })
})

describe('layouts', () => {
  it('write a pool that Raydium’s own layout reads', () => {
    const addresses = poolAddresses(ammConfigAddress(0), new PublicKey(USDC), new PublicKey(WRAPPED_SOL))
    const data = encodePoolState({
      ...{
        addresses,
        config: ammConfigAddress(0),
        creator: OWNER,
        tokenPrograms: [TOKEN_PROGRAM_ID, TOKEN_PROGRAM_ID],
      },
      ...{ authorityBump: 253, decimals: [9, 6], lpSupply: 77n, openTime: 1_700_000_000n, epoch: 5n },
    })
    expect(data).toHaveLength(637)
    expect([...data.subarray(0, 8)]).toEqual([247, 237, 227, 245, 215, 195, 222, 70])
    const key = (offset: number) => new PublicKey(data.subarray(offset, offset + 32))
    expect(key(8)).toEqual(ammConfigAddress(0))
    expect([key(72), key(104)]).toEqual(addresses.vaults)
    expect([key(168), key(200)]).toEqual(addresses.mints)
    expect([key(232), key(264)]).toEqual([TOKEN_PROGRAM_ID, TOKEN_PROGRAM_ID])
    expect([...data.subarray(328, 333)]).toEqual([253, 0, 9, 9, 6])
    expect(data.readBigUInt64LE(333)).toBe(77n)
    expect(data.readBigUInt64LE(373)).toBe(1_700_000_000n)
  })

  it('write a fee tier', () => {
    const data = encodeAmmConfig(3, 2_500n, OWNER)
    expect([...data.subarray(0, 8)]).toEqual([218, 244, 33, 104, 203, 203, 43, 111])
    expect(data).toHaveLength(236)
    expect(ammConfigFeeRate(data)).toBe(2_500n)
  })

  it('write token accounts and mints as spl-token does', () => {
    const data = encodeTokenAccount(new PublicKey(USDC), OWNER, 5n, false)
    expect(data).toHaveLength(165)
    expect(AccountLayout.decode(data)).toMatchObject({ amount: 5n, state: 1, isNativeOption: 0 })
    expect(readTokenAmount(withTokenAmount(data, 2n ** 64n - 1n))).toBe(2n ** 64n - 1n)
    expect(readTokenAmount(data)).toBe(5n)
    expect(AccountLayout.decode(withDelegate(data, OWNER, 3n))).toMatchObject({
      ...{ amount: 5n, delegateOption: 1, delegate: OWNER, delegatedAmount: 3n },
    })
    const mint = encodeMint({
      supply: 9n,
      decimals: 0,
      mintAuthority: OWNER.toBase58(),
      freezeAuthority: null,
    })
    expect(mint).toHaveLength(82)
    expect(MintLayout.decode(mint)).toMatchObject({ supply: 9n, decimals: 0, mintAuthorityOption: 1 })
    expect(MintLayout.decode(mint).freezeAuthorityOption).toBe(0)
  })
})
