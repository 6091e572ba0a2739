import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '@/lib/domain/money/decimal'
import { readAmount, withdrawalBlock } from './withdrawal-form'
import { withdrawalWords } from './withdrawal-words'

const usdc = {
  mint: 'M',
  symbol: 'USDC',
  decimals: 6,
  amount: '100',
  amountRaw: '100000000',
  free: '40',
  valueUsd: '100',
}
const booked = {
  id: '1',
  address: 'A'.repeat(44),
  label: 'cold',
  createdAt: '',
  usableAt: '2026-01-01T00:00:00Z',
}
const nowMs = Date.parse('2026-01-02T00:00:00Z')
const fields = { asset: 'M', amount: '40', address: booked.address, code: '' }
const facts = { balance: usdc, booked, asksCode: false, nowMs }

describe('a withdrawal as typed', () => {
  it.each([
    ['all that may leave', {}, {}, null],
    ['a code that is asked for', { code: '123456' }, { asksCode: true }, null],
    ['nothing', { amount: ' ' }, {}, 'amount'],
    ['a word', { amount: 'all' }, {}, 'amount'],
    ['zero', { amount: '0' }, {}, 'amount'],
    ['a smaller part than there is', { amount: '0.0000001' }, {}, 'amount'],
    ['more than may leave', { amount: '40.000001' }, {}, 'amount'],
    ['no address', {}, { booked: undefined }, 'address'],
    ['an address that waits', {}, { nowMs: nowMs - 2 * 86_400_000 }, 'address'],
    ['no code', {}, { asksCode: true }, 'code'],
  ])('%s', (_, typed, known, field) =>
    expect(withdrawalBlock({ ...fields, ...typed }, { ...facts, ...known })?.field ?? null).toBe(field),
  )

  it('reads what it shows', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), (raw) => {
        const text = `${raw / 1_000_000n}.${String(raw % 1_000_000n).padStart(6, '0')}`
        expect(new Decimal(readAmount(text, 6)!).eq(text)).toBe(true)
      }),
    )
    expect(readAmount('1,250.50', 6)).toBe('1250.5')
  })
})

describe('what a withdrawal says before it is confirmed', () => {
  it('names what leaves, where to, the fee and what stays', () =>
    expect(withdrawalWords(usdc, '40', booked)).toEqual({
      leaves: '40 USDC',
      to: 'cold, AAAAAAAA…AAAAAAAA',
      fee: '0.000013 SOL to the network, and 0.00203928 SOL if the receiver never held USDC',
      stays: '60 USDC',
    }))

  it('takes the fee off what stays of SOL', () => {
    const sol = { ...usdc, mint: null, symbol: 'SOL', decimals: 9, amount: '2' }
    expect(withdrawalWords(sol, '0.5', booked)).toMatchObject({
      stays: '1.499987 SOL',
      fee: '0.000013 SOL to the network',
    })
  })
})
