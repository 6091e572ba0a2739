import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NATIVE_SOL, paperFill, SIGNATURE_FEE, TOKEN_ACCOUNT_RENT } from './paper-fill'
import { decodeTicket, encodeTicket, type PaperTicket } from './paper-ticket'

const ticket: PaperTicket = {
  id: '1',
  wallet: 'wallet',
  inputMint: 'usdc',
  outputMint: 'token',
  inputRaw: 100n,
  quotedOutRaw: 1_000n,
  minOutRaw: 990n,
  slippageBps: 100,
}
const PRIORITY = 100_000n
const rich = new Map([
  [NATIVE_SOL, 10n ** 10n],
  ['usdc', 1_000n],
])
const fill = (landedOutRaw: bigint, holdings: ReadonlyMap<string, bigint> = rich) =>
  paperFill({ ticket, landedOutRaw, holdings, priorityFeeLamports: PRIORITY })

describe('a paper fill', () => {
  it('is made at the price when it lands, with fee and the rent of a new account', () => {
    expect(fill(995n)).toEqual({
      error: null,
      customCode: null,
      feeLamports: SIGNATURE_FEE + PRIORITY,
      lamports: -(SIGNATURE_FEE + PRIORITY + TOKEN_ACCOUNT_RENT),
      tokens: new Map([
        ['usdc', -100n],
        ['token', 995n],
      ]),
    })
  })

  it('pays no rent for an account that is there, empty or not', () => {
    expect(fill(995n, new Map([...rich, ['token', 0n]])).lamports).toBe(-(SIGNATURE_FEE + PRIORITY))
  })

  it('fails below the minimum as on chain, and costs its fee', () => {
    expect(fill(989n)).toMatchObject({
      customCode: 6001,
      lamports: -(SIGNATURE_FEE + PRIORITY),
      tokens: new Map(),
    })
  })

  it('fails without the money, and never charges more SOL than there is', () => {
    expect(fill(995n, new Map([[NATIVE_SOL, 7n]]))).toMatchObject({ customCode: 1, lamports: -7n })
  })

  it('never leaves a wallet below zero', () => {
    const raw = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(raw, raw, raw, raw, (sol, usdc, out, inputRaw) => {
        const holdings = new Map([
          [NATIVE_SOL, sol],
          ['usdc', usdc],
        ])
        const made = paperFill({
          ticket: { ...ticket, inputRaw },
          landedOutRaw: out,
          holdings,
          priorityFeeLamports: PRIORITY,
        })
        expect(sol + made.lamports).toBeGreaterThanOrEqual(0n)
        expect(usdc + (made.tokens.get('usdc') ?? 0n)).toBeGreaterThanOrEqual(0n)
        expect(made.error !== null || out >= ticket.minOutRaw).toBe(true)
      }),
    )
  })
})

describe('a paper ticket', () => {
  it('reads back as it was written; other bytes are no ticket', () => {
    expect(decodeTicket(encodeTicket(ticket))).toEqual(ticket)
    expect(decodeTicket(new Uint8Array([1, 0, 0]))).toBeNull()
    expect(decodeTicket(new TextEncoder().encode('{"mark":"other"}'))).toBeNull()
  })
})
