import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSwap } from './check-swap'
import type { DecodedInstruction } from './decoded-transaction'
import { JUPITER_PROGRAM, SYSTEM_PROGRAM } from './program-addresses'
import { DEFAULT_SWAP_LIMITS, type SwapIntent } from './swap-intent'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from './tip-accounts'

const u64 = (value: bigint): number[] =>
  Array.from({ length: 8 }, (_, place) => Number((value >> BigInt(8 * place)) & 255n))
const LISTED = [...JITO_TIP_ACCOUNTS, ...SENDER_TIP_ACCOUNTS]

const route: DecodedInstruction = {
  programId: JUPITER_PROGRAM,
  accounts: ['tp', 'wallet', 'in', 'out', JUPITER_PROGRAM, 'mint-out', JUPITER_PROGRAM, 'ea', 'p'],
  data: new Uint8Array([
    ...[0xe5, 0x17, 0xcb, 0x97, 0x7a, 0xe3, 0xad, 0x2a, 9, 9, 9],
    ...[...u64(1_000n), ...u64(1_000n), 50, 0, 0],
  ]),
}
const intentWith = (tip: SwapIntent['tip']): SwapIntent => ({
  ...{ wallet: 'wallet', inputMint: 'mint-in', outputMint: 'mint-out', inputRaw: 1_000n, minOutRaw: 995n },
  ...{ inputAccounts: ['in'], outputAccounts: ['out'], wrappedSolAccount: 'wsol', tip },
  limits: DEFAULT_SWAP_LIMITS,
})
type Transfer = { from: string; to: string; lamports: bigint }
const transfer = ({ from, to, lamports }: Transfer): DecodedInstruction => ({
  programId: SYSTEM_PROGRAM,
  accounts: [from, to],
  data: new Uint8Array([2, 0, 0, 0, ...u64(lamports)]),
})
const passes = (tip: SwapIntent['tip'], ...transfers: Transfer[]): boolean =>
  checkSwap(
    {
      ...{ feePayer: 'wallet', signers: ['wallet'], blockhash: 'hash' },
      instructions: [route, ...transfers.map(transfer)],
    },
    intentWith(tip),
  ).ok

const lamports = fc.bigInt(0n, 2_000_000n)
const listed = fc.constantFrom(...LISTED)
const anywhere = fc.oneof(listed, fc.constantFrom('stranger', 'wallet', 'in', SYSTEM_PROGRAM))

describe('F22 a tip', () => {
  it('is allowed exactly to the agreed account, in the wallet’s name, up to the agreed amount', () => {
    fc.assert(
      fc.property(
        fc.record({ account: listed, lamports }),
        fc.record({ from: fc.constantFrom('wallet', 'stranger'), to: anywhere, lamports }),
        fc.boolean(),
        (tip, asked, sameAccount) => {
          const paid = sameAccount ? { ...asked, to: tip.account } : asked
          const fair = paid.from === 'wallet' && paid.to === tip.account && paid.lamports <= tip.lamports
          expect(passes(tip, paid)).toBe(fair)
        },
      ),
    )
  })

  it('is refused where none was agreed, and where it comes a second time, however small', () => {
    fc.assert(
      fc.property(listed, lamports, fc.nat(5), (account, amount, more) => {
        const paid = { from: 'wallet', to: account, lamports: amount }
        expect(passes(null, paid)).toBe(false)
        const again = Array.from({ length: more + 1 }, () => ({ ...paid, lamports: 0n }))
        expect(passes({ account, lamports: amount }, paid, ...again)).toBe(false)
      }),
    )
  })

  it('is refused to an account that nobody lists, also where we agreed to it by mistake', () => {
    expect(
      passes({ account: 'stranger', lamports: 5n }, { from: 'wallet', to: 'stranger', lamports: 5n }),
    ).toBe(false)
  })

  it('may be left out: nothing is lost', () => {
    expect(passes({ account: LISTED[0]!, lamports: 5n })).toBe(true)
  })
})
