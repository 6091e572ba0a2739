import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { type LandingWays, tipFor, type TradeToLand } from './landing-path'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from './tip-accounts'

const SOL = decimal('150')
const nothing = { all: 0n, failed: 0n }
const path = (ways: LandingWays, side: TradeToLand['side'], usd: string, spent = nothing) =>
  tipFor(ways, { side, usd: decimal(usd) }, SOL, spent, 0.5)?.path ?? 'rpc'
const both = { sender: true, jito: true }

describe('the landing path', () => {
  it('is the nodes alone where nothing is set up, or size or the price of SOL are unknown', () => {
    expect(path({ sender: false, jito: false }, 'SELL', '1000000')).toBe('rpc')
    expect(tipFor(both, { side: 'BUY', usd: null }, SOL, nothing, 0)).toBeNull()
    expect(tipFor(both, { side: 'BUY', usd: decimal('5000') }, null, nothing, 0)).toBeNull()
  })

  it('is Sender from where 0.001 SOL are a five hundredth, Jito from a tenth of that', () => {
    const sides = ['BUY', 'SELL'] as const
    for (const side of sides) {
      const at = (usd: string) => path(both, side, usd)
      expect([at('7.49'), at('7.50'), at('74.99'), at('75')]).toEqual(['rpc', 'jito', 'jito', 'sender'])
    }
    expect(path({ sender: true, jito: false }, 'SELL', '74.99')).toBe('rpc')
  })

  it('is a bundle for large entries only: an exit never waits for one', () => {
    expect([path(both, 'BUY', '499.99'), path(both, 'BUY', '500')]).toEqual(['sender', 'bundle'])
    expect(path(both, 'SELL', '1000000')).toBe('sender')
    expect(path({ sender: false, jito: true }, 'SELL', '1000000')).toBe('jito')
    expect(path({ sender: true, jito: false }, 'BUY', '1000000')).toBe('sender')
  })

  it('F27 is the nodes alone for a wallet whose fees of the hour are spent', () => {
    const after = (all: bigint, failed = 0n) => path(both, 'SELL', '500', { all, failed })
    expect([after(49_000_000n), after(49_000_001n), after(49_900_001n)]).toEqual(['sender', 'jito', 'rpc'])
    expect(after(20_000_000n, 20_000_000n)).toBe('rpc')
  })

  it('never tips more than its share, more than may be signed for, or an account of another way', () => {
    fc.assert(
      fc.property(
        fc.record({ sender: fc.boolean(), jito: fc.boolean() }),
        fc.constantFrom('BUY' as const, 'SELL' as const),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ways, side, cents, solCents, draw) => {
          const usd = decimal(`${cents}e-2`)
          const solPrice = decimal(`${solCents}e-2`)
          const tip = tipFor(ways, { side, usd }, solPrice, nothing, draw)
          if (!tip) return
          expect(BigInt(solCents) * tip.lamports * 500n <= BigInt(cents) * 1_000_000_000n).toBe(true)
          expect(tip.lamports).toBeLessThanOrEqual(1_000_000n)
          const accounts = tip.path === 'sender' ? SENDER_TIP_ACCOUNTS : JITO_TIP_ACCOUNTS
          expect(accounts).toContain(tip.account)
          expect(tip.path === 'sender' ? ways.sender : ways.jito).toBe(true)
        },
      ),
    )
  })
})

it('lists every tip account once', () => {
  const all = [...JITO_TIP_ACCOUNTS, ...SENDER_TIP_ACCOUNTS]
  expect(new Set(all).size).toBe(18)
  expect(all.every((address) => /^[1-9A-HJ-NP-Za-km-z]{43,44}$/.test(address))).toBe(true)
})
