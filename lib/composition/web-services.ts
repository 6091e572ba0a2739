import type { PriceEvent } from '@/lib/contracts/stream-events'
import type { HealthAnswer } from '@/lib/contracts/health'
import type { PresenceView } from '@/lib/contracts/presence'
import type { PreviewInput } from '@/lib/contracts/preview'
import type { DcaInput } from '@/lib/contracts/dca'
import type { AdoptInput } from '@/lib/contracts/adopt'
import type { TradingStateInput } from '@/lib/contracts/trading-state'
import type { BuyInput, PlanInput, SellInput } from '@/lib/contracts/trade'
import type { CandleInterval, TokenCard } from '@/lib/contracts/tokens'
import type { Database } from '@/lib/db/client'
import { markPresent, PRESENT_SECONDS } from '@/lib/db/presence-repository'
import type { Mode } from '@/lib/contracts/health'
import type { Candle } from '@/lib/domain/tokens/candle'
import type { Logger } from '@/lib/observability/logger'
import type { ChainReader } from '@/lib/ports/chain'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { Transfers } from '@/lib/ports/transfers'
import type { WithdrawalRules } from '@/lib/domain/wallets/deny-withdrawal'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { LiveEventReader } from '@/lib/queue/live-event-reader'
import type { LiveEventPublisher } from '@/lib/queue/live-events'
import { findRevokedSessions, findSession, type SessionClaim } from '@/lib/services/auth/find-session'
import type { SecondFactorKey } from '@/lib/services/auth/second-factor-seal'
import { requireSecondFactor } from '@/lib/services/auth/verify-totp'
import { signIn, type SignInInput, type SignInThrottle } from '@/lib/services/auth/sign-in'
import type { Context } from '@/lib/services/context'
import { changePlan } from '@/lib/services/exits/change-plan'
import { getFidelity } from '@/lib/services/fidelity/get-fidelity'
import { checkHealth, type HealthChecks } from '@/lib/services/health/check-health'
import { checkReadiness } from '@/lib/services/health/check-readiness'
import { getSystem, type GetSystemDeps } from '@/lib/services/health/get-system'
import type { EntrySafety, EntryToAssess } from '@/lib/services/safety/assess-entry-safety'
import type { ReadMarket } from '@/lib/services/market-view'
import { changeDcaPlan, type DcaChange } from '@/lib/services/dca/change-dca-plan'
import { createDcaPlan } from '@/lib/services/dca/create-dca-plan'
import { dcaViews } from '@/lib/services/dca/dca-view'
import { listLaunches } from '@/lib/services/launches/list-launches'
import { pauseSlicing } from '@/lib/services/slicing/pause-slicing'
import { cancelOrder } from '@/lib/services/orders/cancel-order'
import { getOrder } from '@/lib/services/orders/get-order'
import { listOrders, type ListOrdersInput } from '@/lib/services/orders/list-orders'
import { waitForOrder } from '@/lib/services/orders/wait-for-order'
import { getPortfolio } from '@/lib/services/portfolio/get-portfolio'
import { getPosition } from '@/lib/services/positions/get-position'
import { listPositions } from '@/lib/services/positions/list-positions'
import type { Idempotency } from '@/lib/services/trade/idempotency'
import { suggestForToken } from '@/lib/services/risk/suggest-for-token'
import { createReturnSeries } from '@/lib/services/risk/return-series'
import { previewTrade } from '@/lib/services/trade/preview-trade'
import { placeBuyOrder } from '@/lib/services/trade/place-buy-order'
import { placeSellOrder } from '@/lib/services/trade/place-sell-order'
import { adoptHolding } from '@/lib/services/reconcile/adopt-holding'
import { getTradingState } from '@/lib/services/trading-state/get-trading-state'
import { setTradingState } from '@/lib/services/trading-state/set-trading-state'
import { createAccountServices } from './account-services'
import { createWalletServices } from './wallet-services'
import { CHECK_TIMEOUT_MS } from './health-checks'
import { createOrderChanges } from './order-changes'
import { createRiskServices } from './risk-services'

/** What the web process knows of tokens and prices. */
export type MarketServices = {
  readMarket: ReadMarket
  /** Of every token in the catalogue that has a fresh price. */
  latestPrices(): Promise<PriceEvent[]>
  resolveToken(text: string): Promise<{ mint: string; symbol: string }>
  assessEntrySafety(entry: EntryToAssess): Promise<EntrySafety>
  searchTokens(ctx: Context, input: { query?: string }): Promise<{ tokens: TokenCard[] }>
  getTokenCard(ctx: Context, input: { mint: string; amountUsd?: string }): Promise<TokenCard>
  getCandles(
    ctx: Context,
    input: { mint: string; interval: CandleInterval; limit: number },
  ): Promise<{ mint: string; interval: string; candles: Candle[] }>
}

export type WebServiceDeps = {
  mode: Mode
  db: Database
  chain: Pick<ChainReader, 'balances' | 'holding' | 'latestBlockhash'>
  transfers: Transfers
  reclaims: Reclaims
  withdrawals: WithdrawalRules
  market: MarketServices
  enqueue: Enqueue
  secondFactorKey: SecondFactorKey
  now: () => Date
  live: LiveEventPublisher
  events: LiveEventReader
  checks: HealthChecks
  system: Pick<GetSystemDeps, 'readNodes' | 'readVenues' | 'countQueues'>
  logger: Logger
  /** Aborted when the process begins to stop. */
  stopping: AbortSignal
}

/** A stop ends the waiting, not the order: the caller is told at once how far it is. */
const unlessStopped = <T>(
  stopping: AbortSignal,
  timeoutMs: number,
  wait: (ms: number) => Promise<T>,
): Promise<T> => {
  if (stopping.aborted) return wait(0)
  return new Promise((resolve, reject) => {
    const stop = () => void wait(0).then(resolve, reject)
    stopping.addEventListener('abort', stop, { once: true })
    wait(timeoutMs)
      .then(resolve, reject)
      .finally(() => stopping.removeEventListener('abort', stop))
  })
}

export type WebServices = ReturnType<typeof createWebServices>

/** Every use case of the web process with its dependencies filled in. */
export const createWebServices = (deps: WebServiceDeps) => {
  const { db, market, live, logger } = deps
  const trade = {
    db,
    chain: deps.chain,
    resolveToken: market.resolveToken,
    assessSafety: market.assessEntrySafety,
    readMarket: market.readMarket,
    readReturns: createReturnSeries(),
    enqueue: deps.enqueue,
    random: Math.random,
    onEnqueueFailed: (orderId: string, error: unknown) =>
      logger.warn({ orderId, err: error }, 'An order was stored but not announced; the sweep will find it'),
  }
  const positions = { db, readMarket: market.readMarket }
  const waiting = { db, onOrderChange: createOrderChanges(deps.events) }
  const portfolio = {
    ...positions,
    balances: (wallet: string) => deps.chain.balances(wallet),
  }
  const secondFactor = { db, secondFactorKey: deps.secondFactorKey, now: deps.now }
  const health = { mode: deps.mode, checks: deps.checks, timeoutMs: CHECK_TIMEOUT_MS }

  return {
    ...market,
    getTokenCard: (ctx: Context, input: { mint: string; amountUsd?: string }) =>
      suggestForToken(
        { db, getPortfolio: (reader) => getPortfolio(portfolio, reader) },
        ctx,
        market.getTokenCard(ctx, input),
      ),
    placeBuyOrder: (ctx: Context, input: BuyInput, key: Idempotency) => placeBuyOrder(trade, ctx, input, key),
    previewTrade: (ctx: Context, input: PreviewInput) =>
      previewTrade(
        {
          ...trade,
          mode: deps.mode,
          getTokenCard: market.getTokenCard,
          getPortfolio: (reader) => getPortfolio(portfolio, reader),
        },
        ctx,
        input,
      ),
    placeSellOrder: (ctx: Context, input: SellInput, key: Idempotency) =>
      placeSellOrder(trade, ctx, input, key),
    waitForOrder: (orderId: string, timeoutMs: number) =>
      unlessStopped(deps.stopping, timeoutMs, (ms) => waitForOrder(waiting, orderId, ms)),
    getOrder: (ctx: Context, id: string) => getOrder({ db }, ctx, id),
    listOrders: (ctx: Context, input: ListOrdersInput) => listOrders({ db }, ctx, input),
    listLaunches: (ctx: Context, query: Parameters<typeof listLaunches>[2]) =>
      listLaunches({ db }, ctx, query),
    cancelOrder: (ctx: Context, id: string) => cancelOrder({ db, live }, ctx, id),
    pauseSlicing: (ctx: Context, id: string, change: 'pause' | 'resume') =>
      pauseSlicing({ db, live }, ctx, id, change),
    changePlan: (ctx: Context, id: string, input: PlanInput) => changePlan(positions, ctx, id, input),
    createDcaPlan: (ctx: Context, input: DcaInput, key: Idempotency | null) =>
      createDcaPlan(trade, ctx, input, key),
    listDcaPlans: async (ctx: Context) => ({ plans: await dcaViews(db, ctx) }),
    changeDcaPlan: (ctx: Context, id: string, change: DcaChange) => changeDcaPlan({ db }, ctx, id, change),
    getPosition: (ctx: Context, id: string) => getPosition(positions, ctx, id),
    listPositions: (ctx: Context, input: Parameters<typeof listPositions>[2]) =>
      listPositions(positions, ctx, input),
    adoptHolding: (ctx: Context, input: AdoptInput) => adoptHolding({ ...trade, live }, ctx, input),
    getTradingState: (ctx: Context) => getTradingState({ db }, ctx),
    setTradingState: (ctx: Context, input: TradingStateInput) => setTradingState({ db, live }, ctx, input),
    getFidelity: (ctx: Context) => getFidelity({ db }, ctx),
    getPortfolio: (ctx: Context) => getPortfolio(portfolio, ctx),
    signIn: (throttle: SignInThrottle, input: SignInInput) => signIn({ ...secondFactor, throttle }, input),
    ...createAccountServices(secondFactor),
    ...createWalletServices({
      ...deps,
      readMarket: market.readMarket,
      rules: deps.withdrawals,
      requireSecondFactor: (userId, code) => requireSecondFactor(secondFactor, userId, code),
    }),
    ...createRiskServices({ ...secondFactor, ...portfolio, readReturns: trade.readReturns }),
    findSession: (claim: SessionClaim) => findSession({ db }, claim),
    findRevokedSessions: <T extends SessionClaim>(claims: readonly T[]) =>
      findRevokedSessions({ db }, claims),
    markPresent: async (userId: number): Promise<PresenceView> => {
      await markPresent(db, userId)
      return { present: true, seconds: PRESENT_SECONDS }
    },
    missedEvents: (id: string, userId: number) => deps.events.since(id, userId),
    checkHealth: (): Promise<HealthAnswer> => checkHealth(health),
    checkReadiness: () => checkReadiness(health),
    getSystem: () => getSystem({ ...health, ...deps.system }),
  }
}
