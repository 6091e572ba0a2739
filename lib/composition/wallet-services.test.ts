import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { createWalletServices, type WalletServiceDeps } from './wallet-services'

/** Nothing behind the refusal may be asked. */
const untouchable = new Proxy(
  {},
  {
    get: (_, part) => {
      throw new Error(`${String(part)} was used`)
    },
  },
)

const paper = createWalletServices({
  ...(Object.fromEntries(
    ['db', 'chain', 'transfers', 'reclaims', 'live', 'logger'].map((name) => [name, untouchable]),
  ) as unknown as WalletServiceDeps),
  mode: 'paper',
  rules: { dailyUsd: decimal('1000'), waitMs: 1 },
})
const ctx = {
  actor: { kind: 'user' as const, id: '1' },
  userId: 1,
  now: () => new Date(0),
  newId: randomUUID,
}
const key = { key: 'key', bodyHash: 'hash' }
const address = '4'.repeat(43)

describe('paper mode', () => {
  it.each([
    ['a withdrawal', () => paper.requestWithdrawal(ctx, { asset: 'SOL', amount: '1', address }, key)],
    ['a deposit', () => paper.requestDeposit(ctx, { wallet: address, asset: 'SOL', amount: '1' }, key)],
    ['a reclaim', () => paper.requestReclaim(ctx, { accounts: [address], burnDust: false }, key)],
    ['its list', () => paper.listReclaimable(ctx)],
    ['linking a wallet', () => paper.linkWallet(ctx, { nonce: '', signature: new Uint8Array(), domain: '' })],
  ])(
    'refuses %s in words before anything is asked',
    async (_, act) =>
      await expect(act()).rejects.toEqual(
        expect.objectContaining({
          code: 'forbidden',
          message: expect.stringContaining('exist on paper only'),
        }),
      ),
  )
})
