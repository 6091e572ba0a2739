import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { walletSignatures } from '@/lib/adapters/solana-transactions/wallet-signatures'
import type { SecondFactorKey } from '@/lib/services/auth/second-factor-seal'
import type { SignInThrottle } from '@/lib/services/auth/sign-in'
import { signInWithWallet } from '@/lib/services/auth/sign-in-with-wallet'
import { createWalletChallenge } from '@/lib/services/auth/wallet-challenge'
import { submitSignature } from '@/lib/services/orders/submit-signature'
import { linkWallet, unlinkWallet } from '@/lib/services/wallets/link-wallet'
import { requestDeposit } from '@/lib/services/wallets/request-deposit'
import { submitDeposit } from '@/lib/services/wallets/submit-deposit'
import type { Mode } from '@/lib/contracts/health'
import type { ReclaimInput } from '@/lib/contracts/reclaim'
import type { AddressInput, DepositInput, WithdrawalInput } from '@/lib/contracts/wallets'
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
  chain: Pick<ChainReader, 'balances' | 'holding' | 'latestBlockhash'>
  transfers: Transfers
  reclaims: Reclaims
  readMarket: ReadMarket
  rules: WithdrawalRules
  requireSecondFactor: (userId: number, code: string | undefined) => Promise<void>
  enqueue: Enqueue
  live: LivePublisher
  logger: Logger
  now: () => Date
  secondFactorKey: SecondFactorKey
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
  const signatures = walletSignatures
  const challenge = { db, signatures, now: deps.now }
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
    requestDeposit: async (ctx: Context, input: DepositInput, key: Idempotency) => {
      assertRealMoney()
      return requestDeposit(money, ctx, input, key)
    },
    submitDeposit: (ctx: Context, id: string, signed: Uint8Array) =>
      submitDeposit({ ...money, signatures }, ctx, id, signed),
    submitSignature: (ctx: Context, orderId: string, signed: Uint8Array) =>
      submitSignature({ ...money, signatures }, ctx, orderId, signed),
    createWalletChallenge: (input: Parameters<typeof createWalletChallenge>[1]) =>
      createWalletChallenge(challenge, input),
    linkWallet: async (ctx: Context, input: Parameters<typeof linkWallet>[2]) => {
      assertRealMoney()
      return linkWallet({ ...challenge, waitMs: rules.waitMs }, ctx, input)
    },
    unlinkWallet: (ctx: Context, id: string) => unlinkWallet({ db }, ctx, id),
    signInWithWallet: (throttle: SignInThrottle, input: Parameters<typeof signInWithWallet>[1]) =>
      signInWithWallet(
        {
          ...challenge,
          throttle,
          secondFactorKey: deps.secondFactorKey,
          signUpOpen: deps.mode === 'sandbox',
          newId: randomUUID,
          pause: (ms) => pause(ms),
        },
        input,
      ),
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
