import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { checkSwap } from './check-swap'
import type { DecodedInstruction, DecodedTransaction } from './decoded-transaction'
import {
  ASSOCIATED_TOKEN_PROGRAM,
  COMPUTE_BUDGET_PROGRAM,
  JUPITER_PROGRAM,
  SYSTEM_PROGRAM,
} from './program-addresses'
import { DEFAULT_FEE_CAPS } from './priority-fee'
import { DEFAULT_SWAP_LIMITS, type SwapIntent } from './swap-intent'

const intent: SwapIntent = {
  wallet: 'wallet',
  inputMint: 'mint-in',
  outputMint: 'mint-out',
  inputRaw: 1_000_000n,
  minOutRaw: 500_000n,
  inputAccounts: ['in', 'in-2022'],
  outputAccounts: ['out', 'out-2022'],
  wrappedSolAccount: 'wsol',
  tip: null,
  limits: DEFAULT_SWAP_LIMITS,
}

const u64 = (value: bigint): number[] =>
  Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))
const u16 = (value: number): number[] => [value & 255, value >> 8]

type Amounts = { input: bigint; out: bigint; slippage: number; fee: number }
const honest: Amounts = { input: 1_000_000n, out: 502_513n, slippage: 50, fee: 0 }

const routes: Record<string, (amounts: Amounts) => DecodedInstruction> = {
  route: (a) => ({
    programId: JUPITER_PROGRAM,
    accounts: [
      'tp',
      'wallet',
      'in',
      'out',
      JUPITER_PROGRAM,
      'mint-out',
      JUPITER_PROGRAM,
      'ea',
      JUPITER_PROGRAM,
    ],
    data: new Uint8Array([0xe5, 0x17, 0xcb, 0x97, 0x7a, 0xe3, 0xad, 0x2a, 9, 9, 9, ...v1(a)]),
  }),
  shared_accounts_route: (a) => ({
    programId: JUPITER_PROGRAM,
    accounts: [
      'tp',
      'pa',
      'wallet',
      'in',
      'p-in',
      'p-out',
      'out',
      'mint-in',
      'mint-out',
      'f',
      't22',
      'ea',
      'p',
    ],
    data: new Uint8Array([0xc1, 0x20, 0x9b, 0x33, 0x41, 0xd6, 0x9c, 0x81, 1, 9, 9, ...v1(a)]),
  }),
  route_v2: (a) => ({
    programId: JUPITER_PROGRAM,
    accounts: ['wallet', 'in', 'out', 'mint-in', 'mint-out', 'tp', 'tp', 'out', 'ea', 'p'],
    data: new Uint8Array([0xbb, 0x64, 0xfa, 0xcc, 0x31, 0xc4, 0xaf, 0x14, ...v2(a), 9, 9]),
  }),
  shared_accounts_route_v2: (a) => ({
    programId: JUPITER_PROGRAM,
    accounts: ['pa', 'wallet', 'in', 'p-in', 'p-out', 'out', 'mint-in', 'mint-out', 'tp', 'tp', 'ea', 'p'],
    data: new Uint8Array([0xd1, 0x98, 0x53, 0x93, 0x7c, 0xfe, 0xd8, 0xe9, 5, ...v2(a), 9, 9]),
  }),
}
const v1 = (a: Amounts) => [...u64(a.input), ...u64(a.out), ...u16(a.slippage), a.fee]
const v2 = (a: Amounts) => [...u64(a.input), ...u64(a.out), ...u16(a.slippage), ...u16(a.fee), ...u16(0)]

const transactionOf = (...instructions: DecodedInstruction[]): DecodedTransaction => ({
  feePayer: 'wallet',
  signers: ['wallet'],
  blockhash: 'hash',
  instructions,
})

describe.each(Object.entries(routes))('checkSwap on %s', (_, build) => {
  it('passes exactly when input, guaranteed output and platform fee keep to the intent', () => {
    fc.assert(
      fc.property(
        fc.bigInt(900_000n, 1_100_000n),
        fc.bigInt(450_000n, 560_000n),
        fc.nat(1_000),
        fc.nat(200),
        (input, out, slippage, fee) => {
          const guaranteed = (out * BigInt(10_000 - slippage)) / 10_000n
          const fair = input <= 1_000_000n && guaranteed >= 499_999n && fee <= 100
          expect(checkSwap(transactionOf(build({ input, out, slippage, fee })), intent).ok).toBe(fair)
        },
      ),
    )
  })

  it('refuses it with any of its decisive accounts replaced', () => {
    const route = build(honest)
    expect(checkSwap(transactionOf(route), intent)).toEqual({ ok: true })
    const decisive = route.accounts.flatMap((name, index) =>
      ['wallet', 'in', 'out', 'mint-in', 'mint-out'].includes(name) ? [index] : [],
    )
    expect(decisive.length).toBeGreaterThanOrEqual(4)
    for (const index of decisive) {
      const accounts = route.accounts.map((name, at) => (at === index ? 'stranger' : name))
      expect(checkSwap(transactionOf({ ...route, accounts }), intent).ok).toBe(false)
    }
  })

  it('refuses it cut off anywhere before its amounts', () => {
    const route = build({ ...honest, input: 1n })
    for (let length = 0; length < 24; length++) {
      const cut = { ...route, data: route.data.subarray(0, length) }
      expect(checkSwap(transactionOf(cut), intent).ok).toBe(false)
    }
  })
})

describe('checkSwap', () => {
  it('never throws and never passes on anything without the one honest route', () => {
    const programs = [
      JUPITER_PROGRAM,
      SYSTEM_PROGRAM,
      TOKEN_PROGRAM,
      TOKEN_2022_PROGRAM,
      ASSOCIATED_TOKEN_PROGRAM,
      COMPUTE_BUDGET_PROGRAM,
      'unknown',
    ]
    const anything = fc.record({
      programId: fc.constantFrom(...programs),
      accounts: fc.array(fc.constantFrom('wallet', 'in', 'out', 'wsol', 'stranger', 'mint-out'), {
        maxLength: 10,
      }),
      data: fc.uint8Array({ maxLength: 40 }),
    })
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (instructions) => {
        expect(checkSwap(transactionOf(...instructions), intent).ok).toBe(false)
      }),
    )
  })

  it('F27: pays no more than a trade may cost, whatever the venue asks for', () => {
    const asking = (lamports: bigint) => {
      const unit = { programId: COMPUTE_BUDGET_PROGRAM, accounts: [] }
      const limit = { ...unit, data: new Uint8Array([2, 0x40, 0x42, 0x0f, 0]) }
      const price = { ...unit, data: new Uint8Array([3, ...u64(lamports)]) }
      return checkSwap(transactionOf(limit, price, routes.route!(honest)), intent)
    }
    // A million units at so many micro-lamports.
    expect(asking(DEFAULT_FEE_CAPS.perTrade)).toEqual({ ok: true })
    expect(asking(DEFAULT_FEE_CAPS.perTrade + 100_000n)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('network fee') as string,
    })
  })

  it('allows no token instruction beyond transfer, close and sync next to a swap', () => {
    for (let tag = 0; tag < 256; tag++) {
      const instruction = {
        programId: TOKEN_PROGRAM,
        accounts: ['in', 'x', 'wallet'],
        data: new Uint8Array([tag]),
      }
      const result = checkSwap(transactionOf(routes.route!(honest), instruction), intent)
      expect(result.ok).toBe(false)
    }
  })
})
