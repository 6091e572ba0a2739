import { describe, expect, it } from 'vitest'
import { TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { checkSwap } from './check-swap'
import type { DecodedInstruction, DecodedTransaction } from './decoded-transaction'
import { ASSOCIATED_TOKEN_PROGRAM, DAMM_V2_PROGRAM, DBC_PROGRAM, JUPITER_PROGRAM } from './program-addresses'
import { DEFAULT_SWAP_LIMITS, type SwapIntent } from './swap-intent'

const intent: SwapIntent = {
  ...{ wallet: 'wallet', inputMint: 'mint-in', outputMint: 'mint-out', wrappedSolAccount: 'wsol' },
  tip: null,
  ...{ inputAccounts: ['in'], outputAccounts: ['out'], limits: DEFAULT_SWAP_LIMITS },
  ...{ inputRaw: 1_000_000n, minOutRaw: 490_000n },
}

const u64 = (value: bigint): number[] =>
  Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))
const route = (input: bigint, out: bigint): DecodedInstruction => ({
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
  data: new Uint8Array([
    ...[0xe5, 0x17, 0xcb, 0x97, 0x7a, 0xe3, 0xad, 0x2a, 9, 9, 9],
    ...[...u64(input), ...u64(out), 100, 0, 0],
  ]),
})
const transfer = (from: string, mint: string, to: string, amount: bigint): DecodedInstruction => ({
  programId: TOKEN_PROGRAM,
  accounts: [from, mint, to, 'wallet'],
  data: new Uint8Array([12, ...u64(amount), 6]),
})
const open = (account: string, owner: string, mint: string, payer = 'wallet'): DecodedInstruction => ({
  programId: ASSOCIATED_TOKEN_PROGRAM,
  accounts: [payer, account, owner, mint, 'system', TOKEN_PROGRAM],
  data: Uint8Array.of(1),
})
const judge = (...instructions: DecodedInstruction[]) => {
  const transaction: DecodedTransaction = {
    ...{ feePayer: 'wallet', signers: ['wallet'], blockhash: 'hash' },
    instructions,
  }
  return checkSwap(transaction, intent)
}

describe('a fee that the venue takes by a transfer beside the swap', () => {
  it('counts of the input as spent, of the output as not received', () => {
    const fromInput = transfer('in', 'mint-in', 'treasury', 10_000n)
    expect(judge(fromInput, route(990_000n, 500_000n)).ok).toBe(true)
    expect(judge(fromInput, route(990_001n, 500_000n)).ok).toBe(false)
    // 500,000 less 1 % of slippage less the fee of 4,999 is 490,001.
    expect(judge(route(1_000_000n, 500_000n), transfer('out', 'mint-out', 'treasury', 4_999n)).ok).toBe(true)
    expect(judge(route(1_000_000n, 500_000n), transfer('out', 'mint-out', 'treasury', 5_002n)).ok).toBe(false)
  })

  it('of the output is capped, however much the swap promises', () => {
    const generous = route(1_000_000n, 10_000_000n)
    expect(judge(generous, transfer('out', 'mint-out', 'treasury', 100_001n)).ok).toBe(true)
    expect(judge(generous, transfer('out', 'mint-out', 'treasury', 100_002n)).ok).toBe(false)
  })

  it("may open the one account that it is sent to, at the trader's cost, and no other", () => {
    const swap = route(990_000n, 500_000n)
    const fee = transfer('in', 'mint-in', 'treasury', 10_000n)
    expect(judge(open('treasury', 'bags', 'mint-in'), fee, swap).ok).toBe(true)
    expect(judge(open('elsewhere', 'bags', 'mint-in'), fee, swap).ok).toBe(false)
    expect(judge(open('treasury', 'bags', 'mint-other'), fee, swap).ok).toBe(false)
    expect(judge(open('treasury', 'bags', 'mint-in', 'another'), fee, swap).ok).toBe(false)
    const second = open('second', 'bags', 'mint-in')
    const toSecond = transfer('in', 'mint-in', 'second', 0n)
    expect(judge(open('treasury', 'bags', 'mint-in'), second, fee, toSecond, swap).ok).toBe(false)
  })
})

describe("a swap in Meteora's own programs", () => {
  const accounts: Record<string, string> = {
    [DBC_PROGRAM]: 'authority config pool in out base-vault quote-vault mint-out mint-in wallet tp tp p ea p',
    [DAMM_V2_PROGRAM]: 'authority pool in out vault-a vault-b mint-out mint-in wallet tp tp p ea p',
  }
  const swap = (programId: string, data: number[], replace: [string, string] = ['', '']) => ({
    programId,
    accounts: accounts[programId]!.split(' ').map((name) => (name === replace[0] ? replace[1] : name)),
    data: new Uint8Array(data),
  })
  const SWAP = [0xf8, 0xc6, 0x9e, 0x91, 0xe1, 0x75, 0x87, 0xc8]
  const SWAP2 = [0x41, 0x4b, 0x3f, 0x4c, 0xeb, 0x5b, 0x5b, 0x88]
  const honest = [...SWAP, ...u64(1_000_000n), ...u64(490_000n)]

  it.each([DBC_PROGRAM, DAMM_V2_PROGRAM])('passes in %s exactly when it keeps to the intent', (program) => {
    expect(judge(swap(program, honest)).ok).toBe(true)
    expect(judge(swap(program, [...SWAP, ...u64(1_000_001n), ...u64(490_000n)])).ok).toBe(false)
    expect(judge(swap(program, [...SWAP, ...u64(1_000_000n), ...u64(489_998n)])).ok).toBe(false)
    const second = (mode: number, one: bigint, other: bigint) =>
      judge(swap(program, [...SWAP2, ...u64(one), ...u64(other), mode])).ok
    expect(second(0, 1_000_000n, 490_000n)).toBe(true)
    expect(second(1, 1_000_000n, 490_000n)).toBe(true)
    expect(second(2, 490_000n, 1_000_000n)).toBe(true)
    expect(second(2, 1_000_000n, 490_000n)).toBe(true)
    expect(second(2, 490_000n, 1_000_001n)).toBe(false)
    expect(second(3, 1_000_000n, 490_000n)).toBe(false)
    expect(judge(swap(program, [...honest, 0])).ok).toBe(false)
    expect(judge(swap(program, honest.slice(0, 23))).ok).toBe(false)
    for (const name of ['in', 'out', 'wallet', 'mint-in', 'mint-out'])
      expect(judge(swap(program, honest, [name, 'another'])).ok, name).toBe(false)
  })
})
