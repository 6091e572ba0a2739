import { expect, it } from 'vitest'
import type { OrderView } from '@/lib/contracts/orders'
import { signWords } from './sign-words'

const order = (side: 'BUY' | 'SELL', reason: string) =>
  ({ side, reason, type: 'MARKET', token: { mint: 'M', symbol: 'BONK', decimals: 5 } }) as OrderView
const request = { wallet: 'W', transaction: '', builtAt: '' }

it('says what a buy gives and gets', () =>
  expect(
    signWords(order('BUY', 'MANUAL'), {
      ...request,
      inputRaw: '100000000',
      quotedOutRaw: '430000000000',
      minOutRaw: '425000000000',
    }),
  ).toEqual({
    title: 'Ready to sign: buy BONK for $100.00',
    text: 'You give $100.00 in USDC and get about 4,300,000 BONK, at least 4,250,000 BONK.',
  }))

it('says which rule fired for a sell', () =>
  expect(
    signWords(order('SELL', 'STOP_LOSS'), {
      ...request,
      inputRaw: '430000000000',
      quotedOutRaw: '90000000',
      minOutRaw: '89000000',
    }),
  ).toEqual({
    title: 'Stop-loss: ready to sign: sell BONK',
    text: 'You give 4,300,000 BONK and get about $90.00 in USDC, at least $89.00.',
  }))
