import { randomUUID } from 'node:crypto'
import bs58 from 'bs58'
import { withdrawalInput } from '@/lib/contracts/wallets'
import { insertAddress } from '@/lib/db/address-book-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { isOperationTerminal } from '@/lib/domain/wallets/operation-status'
import type { Context } from '@/lib/services/context'
import { cancelOperation } from '@/lib/services/wallets/cancel-operation'
import { getWallets } from '@/lib/services/wallets/get-wallets'
import { getOperation } from '@/lib/services/wallets/list-operations'
import { requestWithdrawal } from '@/lib/services/wallets/request-withdrawal'
import type { TradingWorld } from './trading-world'

const DAY_MS = 86_400_000

/** An address nobody has used, of which no key is kept. It is on the curve about every second time. */
export const freshAddress = (world: TradingWorld): Promise<string> =>
  world.until('an ordinary address is drawn', async () => {
    const address = bs58.encode(crypto.getRandomValues(new Uint8Array(32)))
    const { transfers } = world.parts.createExecution(world.vaultKey)
    return (await transfers.whyNotAWallet(address)) === null && address
  })

/** What a trader can do with the wallet beside trading. */
export const walletOf = (world: TradingWorld, dailyUsd = '1000') => {
  const ctx: Context = {
    actor: { kind: 'user', id: String(world.user.userId) },
    userId: world.user.userId,
    now: () => new Date(),
    newId: randomUUID,
  }
  const deps = {
    db: world.db,
    chain: world.parts.rpc,
    readMarket: world.parts.readMarket,
    rules: { dailyUsd: decimal(dailyUsd), waitMs: DAY_MS },
    requireSecondFactor: async () => {},
    enqueue: world.enqueue,
    onEnqueueFailed: () => {},
    live: { publish: () => {} },
  }
  return {
    ctx,
    book: async (address: string, ageMs = DAY_MS) => {
      const createdAt = new Date(Date.now() - ageMs)
      const usableAt = new Date(createdAt.getTime() + DAY_MS)
      const row = { id: randomUUID(), userId: ctx.userId, address, label: 'cold', createdAt, usableAt }
      await insertAddress(world.db, row)
    },
    withdraw: (input: Record<string, unknown>, key: string = randomUUID()) =>
      requestWithdrawal(deps, ctx, withdrawalInput.parse(input), { key, bodyHash: JSON.stringify(input) }),
    cancel: (id: string) => cancelOperation(deps, ctx, id),
    operation: (id: string) => getOperation(deps, ctx, id),
    balances: async () => (await getWallets(deps, ctx)).wallets[0]!.balances,
    finishedOperation: (id: string, limitMs?: number) =>
      world.until(
        'the transfer is finished',
        async () => {
          const now = await getOperation(deps, ctx, id)
          return isOperationTerminal(now.status) && now
        },
        limitMs,
      ),
  }
}
