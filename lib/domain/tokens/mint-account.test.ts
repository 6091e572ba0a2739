import { describe, expect, it } from 'vitest'
import { epochOf, feeInEpoch, readMintAccount, taxOn } from './mint-account'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './well-known'

type Extension = { type: number; bytes: Uint8Array }

const classic = (authorities: { mint?: boolean; freeze?: boolean } = {}): Buffer => {
  const data = Buffer.alloc(82)
  data.writeUInt32LE(authorities.mint ? 1 : 0, 0)
  data.writeBigUInt64LE(1_000n, 36)
  data.set([6, 1], 44)
  data.writeUInt32LE(authorities.freeze ? 1 : 0, 46)
  return data
}

const extended = (extensions: Extension[]): Uint8Array =>
  Buffer.concat([
    classic(),
    Buffer.alloc(83),
    Buffer.from([1]),
    ...extensions.map(({ type, bytes }) => {
      const head = Buffer.alloc(4)
      head.writeUInt16LE(type, 0)
      head.writeUInt16LE(bytes.length, 2)
      return Buffer.concat([head, bytes])
    }),
  ])

const feeConfig = (older: [bigint, number], newer: [bigint, number]): Extension => {
  const bytes = Buffer.alloc(108)
  for (const [offset, [epoch, bps]] of [
    [72, older],
    [90, newer],
  ] as const) {
    bytes.writeBigUInt64LE(epoch, offset)
    bytes.writeBigUInt64LE(5_000n, offset + 8)
    bytes.writeUInt16LE(bps, offset + 16)
  }
  return { type: 1, bytes }
}

describe('readMintAccount', () => {
  it('reads who may mint and freeze', () => {
    expect(readMintAccount(TOKEN_PROGRAM, classic())).toEqual({
      tokenProgram: TOKEN_PROGRAM,
      decimals: 6,
      mintAuthorityDisabled: true,
      freezeAuthorityDisabled: true,
      fees: null,
      blockers: [],
    })
    expect(readMintAccount(TOKEN_PROGRAM, classic({ mint: true, freeze: true }))).toMatchObject({
      mintAuthorityDisabled: false,
      freezeAuthorityDisabled: false,
    })
  })

  it('F25 reads the tax that holds and the one that is announced', () => {
    const facts = readMintAccount(TOKEN_2022_PROGRAM, extended([feeConfig([3n, 300], [9n, 5_000])]))
    expect(facts?.fees).toEqual({
      older: { epoch: 3n, bps: 300, maximumRaw: 5_000n },
      newer: { epoch: 9n, bps: 5_000, maximumRaw: 5_000n },
    })
    expect(feeInEpoch(facts!.fees!, 8n).bps).toBe(300)
    expect(feeInEpoch(facts!.fees!, 9n).bps).toBe(5_000)
    expect(epochOf(432_000n * 9n - 1n)).toBe(8n)
  })

  it.each([
    ['a transfer hook', 14, new Uint8Array(64).fill(1), 'transfer hook'],
    ['a permanent delegate', 12, new Uint8Array(32).fill(1), 'permanent delegate'],
    ['frozen accounts', 6, Uint8Array.of(2), 'start frozen'],
    ['tokens that stay', 9, new Uint8Array(0), 'cannot be transferred'],
    ['confidential transfers', 4, new Uint8Array(65), 'confidential'],
    ['a pause', 26, new Uint8Array(33), 'paused'],
    ['what nobody knows yet', 99, new Uint8Array(1), 'unknown extension 99'],
  ])('F25 names %s as a reason not to hold it', (_name, type, bytes, word) => {
    const facts = readMintAccount(
      TOKEN_2022_PROGRAM,
      extended([feeConfig([0n, 0], [0n, 0]), { type, bytes }]),
    )
    expect(facts?.blockers).toEqual([expect.stringContaining(word)])
  })

  it.each([
    ['a hook that is nobody’s and nothing', 14, new Uint8Array(64)],
    ['a delegate that is nobody', 12, new Uint8Array(32)],
    ['accounts that start open', 6, Uint8Array.of(1)],
    ['metadata', 19, new Uint8Array(80)],
  ])('has nothing against %s', (_name, type, bytes) => {
    expect(readMintAccount(TOKEN_2022_PROGRAM, extended([{ type, bytes }]))?.blockers).toEqual([])
  })

  it('refuses what is no mint', () => {
    expect(readMintAccount('11111111111111111111111111111111', classic())).toBeNull()
    expect(readMintAccount(TOKEN_PROGRAM, new Uint8Array(165))).toBeNull()
    expect(readMintAccount(TOKEN_2022_PROGRAM, new Uint8Array(355))).toBeNull()
    expect(readMintAccount(TOKEN_PROGRAM, new Uint8Array(82))).toBeNull()
    const cut = extended([feeConfig([0n, 300], [0n, 300])]).subarray(0, 200)
    expect(readMintAccount(TOKEN_2022_PROGRAM, cut)?.fees).toBeNull()
  })
})

describe('taxOn', () => {
  it('rounds up and stops at the maximum', () => {
    const fee = { bps: 300, maximumRaw: 1_000n }
    expect(taxOn(fee, 1n)).toBe(1n)
    expect(taxOn(fee, 10_000n)).toBe(300n)
    expect(taxOn(fee, 1_000_000n)).toBe(1_000n)
    expect(taxOn(undefined, 1_000n)).toBe(0n)
    expect(taxOn({ bps: 0, maximumRaw: 0n }, 1_000n)).toBe(0n)
  })
})
