import type { Mode } from '@/lib/contracts/health'
import type { ReclaimInput } from '@/lib/contracts/reclaim'
import type { AddressInput, WithdrawalInput } from '@/lib/contracts/wallets'
import type { Database } from '@/lib/db/client'
import type { WithdrawalRules } from '@/lib/domain/wallets/deny-withdrawal'
import { AppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { ChainReader } from '@/lib/ports/chain'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { Transfers } from '@/lib/ports/transfers'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '@/lib/services/context'
import type { LivePublisher } from '@/lib/services/live-publisher'
import type { ReadMarket } from '@/lib/services/market-view'
import type { Idempotency } from '@/lib/services/trade/idempotency'
import { addAddress, listBookedAddresses, removeAddress } from '@/lib/services/wallets/address-book'
import { cancelOperation } from '@/lib/services/wallets/cancel-operation'
import { getWallets } from '@/lib/services/wallets/get-wallets'
import { getOperation, listOperations } from '@/lib/services/wallets/list-operations'
import { listReclaimable } from '@/lib/services/wallets/list-reclaimable'
import { requestReclaim } from '@/lib/services/wallets/request-reclaim'
import { requestWithdrawal } from '@/lib/services/wallets/request-withdrawal'

export type WalletServiceDeps = {
  mode: Mode
  db: Database
  chain: Pick<ChainReader, 'balances'>
  transfers: Transfers
  reclaims: Reclaims
  readMarket: ReadMarket
  rules: WithdrawalRules
  requireSecondFactor: (userId: number, code: string | undefined) => Promise<void>
  enqueue: Enqueue
  live: LivePublisher
  logger: Logger
}

type Page = { cursor?: string | undefined; limit: number }

/** Everything about wallets beside trading. */
export const createWalletServices = (deps: WalletServiceDeps) => {
  const { db, live, logger, rules } = deps
  const money = {
    ...deps,
    onEnqueueFailed: (operationId: string, error: unknown) =>
      logger.warn({ operationId, err: error }, 'A transfer was stored but not announced; the sweep finds it'),
  }
  const book = { ...deps, waitMs: rules.waitMs }
  const assertRealMoney = (): void => {
    if (deps.mode === 'paper')
      throw new AppError(
        'forbidden',
        'Paper mode has no money that could move: its wallets exist on paper only.',
      )
  }
  return {
    getWallets: (ctx: Context) => getWallets(money, ctx),
    requestWithdrawal: async (ctx: Context, input: WithdrawalInput, key: Idempotency) => {
      assertRealMoney()
      return requestWithdrawal(money, ctx, input, key)
    },
    listReclaimable: async (ctx: Context) => {
      assertRealMoney()
      return listReclaimable(money, ctx)
    },
    requestReclaim: async (ctx: Context, input: ReclaimInput, key: Idempotency) => {
      assertRealMoney()
      return requestReclaim(money, ctx, input, key)
    },
    cancelWalletOperation: (ctx: Context, id: string) => cancelOperation({ db, live }, ctx, id),
    getWalletOperation: (ctx: Context, id: string) => getOperation({ db }, ctx, id),
    listWithdrawals: (ctx: Context, page: Page) =>
      listOperations({ db }, ctx, { ...page, kinds: ['WITHDRAWAL'] }),
    listWalletOperations: (ctx: Context, page: Page) => listOperations({ db }, ctx, page),
    addAddress: (ctx: Context, input: AddressInput) => addAddress(book, ctx, input),
    removeAddress: (ctx: Context, id: string) => removeAddress({ db }, ctx, id),
    listBookedAddresses: (ctx: Context) => listBookedAddresses({ db }, ctx),
  }
}
