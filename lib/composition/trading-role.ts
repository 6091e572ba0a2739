import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Database } from '@/lib/db/client'
import { type DueOrder, dueOrders } from '@/lib/db/order-repository'
import type { OrderLocks } from '@/lib/db/order-locks'
import type { Enqueue } from '@/lib/queue/enqueue'
import { createDueSweep } from '@/lib/services/execution/due-sweep'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { executeOrder } from '@/lib/services/execution/execute-order'
import { ExitMonitor } from '@/lib/services/exits/exit-monitor'
import { createExitAlerts } from '@/lib/services/exits/exit-alerts'
import { triggerExit } from '@/lib/services/exits/trigger-exit'
import { createTrappedWatch } from '@/lib/services/exits/watch-trapped'
import { guardedPositions, newestPositionChange, saveExitStates } from '@/lib/db/position-repository'
import { readReconciliation } from '@/lib/db/reconciliation-repository'
import { findToken } from '@/lib/db/token-repository'
import { AppError } from '@/lib/errors'
import { runDuePlans } from '@/lib/services/dca/run-due-plans'
import {
  assessEntrySafety,
  type AssessEntrySafetyDeps,
  type EntryToAssess,
} from '@/lib/services/safety/assess-entry-safety'
import { createReturnSeries } from '@/lib/services/risk/return-series'
import { waitingOrders } from '@/lib/db/limit-order-repository'
import type { PriceFeed } from '@/lib/services/prices/price-feed'
import { startJobWorkers } from '@/lib/queue/job-workers'
import { type ExitWatchParts, startExitWatch } from './exit-watch'
import { createReconciliation } from './reconciliation'
import { applyTradingStates } from '@/lib/services/trading-state/apply-trading-states'
import { publishOrder, publishOrderSoon } from '@/lib/services/execution/publish-order'
import { expireLimitOrder } from '@/lib/services/orders/expire-limit-order'
import { LimitMonitor } from '@/lib/services/orders/limit-monitor'
import { triggerLimitOrder } from '@/lib/services/orders/trigger-limit-order'
import { afterTrades } from '@/lib/services/execution/trades-first'
import { renewSignatureRequests } from '@/lib/services/execution/renew-signature-requests'
import { runDueSlices } from '@/lib/services/slicing/run-due-slices'
import { OrderRunner } from '@/lib/services/execution/order-runner'
import { valueFees } from '@/lib/services/positions/value-fees'
import { createPositionPublisher } from '@/lib/services/positions/publish-positions'
import { createPortfolioTeller, publishPortfolios } from '@/lib/services/portfolio/publish-portfolios'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { startWalletOperations } from './wallet-operations-role'
import { startLoop } from '@/lib/services/prices/repeat'
import { startRiskDuties } from './risk-duties'

export type TradingRoleDeps = {
  db: Database
  queueConnection: Redis
  locks: OrderLocks
  feed: PriceFeed
  /** Asked before each recurring purchase, as before any entry. */
  safety: AssessEntrySafetyDeps
  execution: Omit<ExecutionDeps, 'onPositionChanged'>
  exitWatch: ExitWatchParts
}

const ORDER_SWEEP_MS = 1_000
const EXIT_SWEEP_MS = 500
const BOOKS_STEP_MS = 250
const STATE_SWEEP_MS = 500
const LIMIT_SWEEP_MS = 1_000
const DCA_SWEEP_MS = 1_000
const SLICE_SWEEP_MS = 250
const POSITION_PUBLISH_MS = 1_000
const PORTFOLIO_PUBLISH_MS = 5_000
const FEE_VALUATION_MS = 10_000
const TRAPPED_SWEEP_MS = 5_000
/** Hundreds of fills a second must not have every order and position read for each. */
const SWEEP_GAP_MS = 100

/**
 * Executes orders and guards positions. Orders arrive by queue; the sweep of the database finds those
 * the queue lost and those an earlier process left behind, before any job is taken.
 */
export const startTradingRole = async (deps: TradingRoleDeps): Promise<{ stop: () => Promise<void> }> => {
  const { db, execution } = deps
  const { logger, now, newId } = execution
  const onEnqueueFailed = (orderId: string) => void runner.run(orderId)
  // What this process begins it works on at once; the sweep of any worker takes up what a crash leaves.
  const workHere: Enqueue = async (_, payload) => {
    if ('orderId' in payload) void runner.run(payload.orderId)
  }
  const exits = { db, enqueue: workHere, onEnqueueFailed, now, newId }
  const monitor = new ExitMonitor({
    feed: deps.feed,
    newestChange: () => newestPositionChange(db),
    loadPositions: (page) => guardedPositions(db, page),
    saveStates: (states) => saveExitStates(db, states),
    triggerExit: (input) => triggerExit(exits, input),
    ...createExitAlerts(execution),
    logger,
    now,
  })
  const portfolioDeps = {
    ...execution,
    balances: (wallet: string) => execution.chain.balances(wallet),
  }
  const sweepExits = serialized(() => monitor.sweep())
  const tellPortfolio = createPortfolioTeller(portfolioDeps)
  const executionDeps: ExecutionDeps = {
    ...execution,
    onPositionChanged: (_positionId, userId) => {
      void sweepExits().catch(() => {})
      // A partial sell may have begun the next one.
      void sweepOrders().catch(() => {})
      tellPortfolio(userId)
    },
  }
  const runner = new OrderRunner({
    locks: deps.locks,
    execute: async (orderId, signal) => {
      if (!(await books.mustWait(orderId))) await executeOrder(executionDeps, orderId, signal)
    },
    logger,
  })
  const sweepOrders = serialized(
    createDueSweep<DueOrder>({
      load: (after, limit) => dueOrders(db, now(), { after, limit }),
      runner,
    }),
  )

  const { live, readMarket } = execution
  const applyStates = () => applyTradingStates({ ...exits, live, readMarket, logger })

  const entries = {
    ...exits,
    chain: execution.chain,
    readMarket,
    readReturns: createReturnSeries(),
    random: execution.random,
    assessSafety: (entry: EntryToAssess) => assessEntrySafety(deps.safety, entry),
    resolveToken: async (mint: string) => {
      const token = await findToken(db, mint)
      if (!token) throw new AppError('token.unknown', 'token: is not known any more.')
      return token
    },
  }
  const limits = new LimitMonitor({
    feed: deps.feed,
    loadWaiting: () => waitingOrders(db),
    trigger: async (orderId, because) =>
      (await triggerLimitOrder({ ...entries, live }, orderId, because)) && publishOrder(execution, orderId),
    expire: async (orderId) => (await expireLimitOrder(exits, orderId)) && publishOrder(execution, orderId),
    logger,
    now,
  })

  const runSlices = async () => {
    await runDueSlices({
      ...execution,
      mayBegin: (await readReconciliation(db))?.clean !== false,
      execute: (orderId) => void runner.run(orderId),
      publish: (orderId) => publishOrderSoon(execution, orderId),
    })
  }

  const runPlans = () => runDuePlans({ ...entries, live, logger })

  const books = createReconciliation({
    execution: executionDeps,
    vouch: () => deps.locks.vouch(),
    feed: deps.feed,
    sweepExits,
    onOpen: () => void sweepOrders().catch(() => {}),
  })
  executionDeps.chain = books.watching(execution.chain)

  await books.reconciler.begin()
  await sweepOrders()
  monitor.start()
  limits.start()
  // Fees and native SOL are valued at its price, also where no market role runs beside this one.
  deps.feed.watch([WSOL_MINT]).catch((error: unknown) => logger.warn({ err: error }, 'SOL is not priced'))
  const wallets = await startWalletOperations({ locks: deps.locks, execution })
  const jobWorkers = startJobWorkers(
    deps.queueConnection,
    {
      'execute-order': ({ orderId }) => runner.run(orderId),
      'run-wallet-operation': ({ operationId }) => wallets.run(operationId),
    },
    logger,
  )
  const stopping = new AbortController()
  const watchTrapped = createTrappedWatch(execution)
  const risk = startRiskDuties(execution, deps.feed)
  const renewRequests = async () => {
    for (const id of await renewSignatureRequests(executionDeps)) void runner.run(id)
  }
  const loops = [
    startLoop(() => watchTrapped(stopping.signal), TRAPPED_SWEEP_MS, { logger, name: 'trapped positions' }),
    ...startExitWatch({ ...deps.exitWatch, execution, feed: deps.feed }),
    startLoop(sweepOrders, ORDER_SWEEP_MS, { logger, name: 'orders' }),
    startLoop(renewRequests, ORDER_SWEEP_MS, { logger, name: 'signature requests' }),
    startLoop(sweepExits, EXIT_SWEEP_MS, { logger, name: 'exits', firstAfterMs: 0 }),
    startLoop(() => books.reconciler.step(), BOOKS_STEP_MS, { logger, name: 'books', firstAfterMs: 0 }),
    startLoop(() => limits.sweep(), LIMIT_SWEEP_MS, { logger, name: 'limit entries', firstAfterMs: 0 }),
    startLoop(runSlices, SLICE_SWEEP_MS, { logger, name: 'slices' }),
    startLoop(runPlans, DCA_SWEEP_MS, { logger, name: 'recurring purchases' }),
    startLoop(applyStates, STATE_SWEEP_MS, { logger, name: 'trading states', firstAfterMs: 0 }),
    startLoop(afterTrades(db, createPositionPublisher(execution)), POSITION_PUBLISH_MS, {
      logger,
      name: 'positions',
    }),
    startLoop(() => publishPortfolios(portfolioDeps), PORTFOLIO_PUBLISH_MS, { logger, name: 'portfolios' }),
    startLoop(
      afterTrades(db, () => valueFees(execution)),
      FEE_VALUATION_MS,
      { logger, name: 'fees' },
    ),
  ]
  return {
    stop: async () => {
      stopping.abort(new Error('the worker stops'))
      await monitor.stop()
      books.stop()
      limits.stop()
      await Promise.all([jobWorkers.close(), risk.stop(), ...loops.map((loop) => loop.stop())])
      await Promise.all([runner.stop(), wallets.stop()])
      // What the last sweeps made of prices is stored too.
      await monitor.stop()
    },
  }
}

/** Calls made while one runs share the next run, which leaves a moment to others in between. */
const serialized = (step: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | null = null
  let queued: Promise<void> | null = null
  const start = (): Promise<void> => {
    running = step().finally(() => (running = null))
    return running
  }
  return () => {
    if (!running) return start()
    queued ??= running
      .catch(() => {})
      .then(() => pause(SWEEP_GAP_MS))
      .then(() => {
        queued = null
        return start()
      })
    return queued
  }
}
