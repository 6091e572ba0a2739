import type { BuyInput } from '@/lib/contracts/trade'
import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import { lockDcaPlan } from '@/lib/db/dca-repository'
import { findSlicedSell } from '@/lib/db/sell-repository'
import { addOrderEvents, insertIdempotencyKey, insertOrder } from '@/lib/db/order-repository'
import { inOneGo } from '@/lib/db/in-one-go'
import { insertSlicing } from '@/lib/db/slicing-repository'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { lockUser, type WalletRow } from '@/lib/db/wallet-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { toRawFloor, USDC_DECIMALS } from '@/lib/domain/money/units'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import { checkEntry, freeForFees } from '../risk/check-entry'
import type { EntrySafety, EntryToAssess } from '../safety/assess-entry-safety'
import { type Survey, surveyEntry, type SurveyDeps } from '../risk/survey-entry'
import { type EntryPlan, entryPlan } from './entry-plan'
import { type Idempotency, replayedOrder } from './idempotency'
import { payingWallet } from './paying-wallet'
import { chooseSlices, type SlicingPlan } from './choose-slices'
import { limitTerms, waitingWords } from './limit-terms'

const ROUTE = 'trade/buy'
const DCA_ROUTE = 'dca'

/** The plan an entry is a purchase of, and the open position it adds to. */
export type DcaOrigin = { planId: string; seq: number; addsTo: string | null }

export type PlaceBuyOrderDeps = Omit<SurveyDeps, 'db'> & {
  db: Database
  resolveToken: (text: string) => Promise<{ mint: string; symbol: string }>
  assessSafety: (entry: EntryToAssess) => Promise<EntrySafety>
  enqueue: Enqueue
  /** In [0, 1). */
  random: () => number
  onEnqueueFailed: (orderId: string, error: unknown) => void
}

/**
 * Accepts or denies an entry. The order, its idempotency key, its first events and its audit row are
 * one transaction under the user's lock, so concurrent calls see each other's reservations and a key
 * never names two orders. A denied order is stored too and answered like any other.
 */
export const placeBuyOrder = async (
  deps: PlaceBuyOrderDeps,
  ctx: Context,
  input: BuyInput,
  idempotency: Idempotency,
  dca: DcaOrigin | null = null,
): Promise<{ orderId: string }> => {
  const route = dca ? DCA_ROUTE : ROUTE
  const replayed = await replayedOrder(deps.db, ctx.userId, route, idempotency)
  if (replayed) return { orderId: replayed }
  const preferred = await tradingPreferences(deps.db, ctx.userId)
  const plan = entryPlan(input, preferred)
  const token = await deps.resolveToken(input.token)
  if (token.mint === USDC_MINT)
    throw new AppError('validation', 'token: USDC is what you pay with. Name the token you want to buy.')
  const wallet = await payingWallet(deps.db, ctx.userId, input)

  const survey = await surveyEntry(deps, {
    userId: ctx.userId,
    wallet: wallet.address,
    mint: token.mint,
    now: ctx.now(),
  })
  const safety = await deps.assessSafety({
    mint: token.mint,
    amountUsd: decimal(input.amountUsd),
    acknowledge: input.acknowledge,
    wallet: wallet.address,
    payableRaw: survey.balances.tokens.get(USDC_MINT) ?? 0n,
  })
  const accepted = await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const already = await replayedOrder(tx, ctx.userId, route, idempotency)
    if (already) return { orderId: already, enqueue: false }
    const slippageBps = input.slippageBps ?? preferred.slippageBps
    const entry = {
      input,
      plan,
      slippageBps,
      idempotency,
      route,
      dca,
      token,
      wallet,
      survey,
      safety,
    }
    return store(tx, deps, ctx, entry)
  })
  if (accepted.enqueue)
    await deps
      .enqueue('execute-order', { orderId: accepted.orderId }, 'entry')
      .catch((error: unknown) => deps.onEnqueueFailed(accepted.orderId, error))
  return { orderId: accepted.orderId }
}

const paidIn = (input: BuyInput) => {
  const amountUsd = decimal(input.amountUsd)
  return { amountUsd, inputRaw: toRawFloor(amountUsd, USDC_DECIMALS) }
}

type Entry = {
  input: BuyInput
  plan: EntryPlan
  slippageBps: number | null
  idempotency: Idempotency
  route: string
  dca: DcaOrigin | null
  token: { mint: string; symbol: string }
  wallet: WalletRow
  survey: Survey
  /** Of the token itself; the limits are told first. */
  safety: EntrySafety
}

/** Held until the purchase is stored: once a plan is answered as stopped, nothing more of it is bought. */
const refuseStopped = async (tx: Executor, { planId, seq, addsTo }: DcaOrigin): Promise<void> => {
  const plan = await lockDcaPlan(tx, planId)
  if (plan?.status !== 'ACTIVE' || plan.done !== seq - 1)
    throw new AppError(
      'validation',
      'This plan has been stopped or has gone on meanwhile. Nothing is bought.',
    )
  if (addsTo && (await findSlicedSell(tx, addsTo)))
    throw new AppError('validation', 'Its position is being sold in slices.')
}

/** Under the user's lock: as many slices as the SOL pays for that nobody else has set aside. */
const cut = (
  tx: Executor,
  { random }: Pick<PlaceBuyOrderDeps, 'random'>,
  { userId, now }: Context,
  { input, token, wallet, dca, survey, safety }: Entry,
): Promise<SlicingPlan> =>
  chooseSlices(tx, {
    ...{ side: 'BUY', input, mint: token.mint, liquidityUsd: safety.liquidityUsd, random },
    ...paidIn(input),
    inOnePiece: dca !== null || input.limitPriceUsd !== undefined || wallet.kind === 'CONNECTED',
    freeLamports: () => freeForFees(tx, { userId, walletId: wallet.id, survey }),
    now: now(),
  })

const store = async (
  tx: Executor,
  deps: PlaceBuyOrderDeps,
  ctx: Context,
  entry: Entry,
): Promise<{ orderId: string; enqueue: boolean }> => {
  const { input, token, wallet, dca } = entry
  if (dca) await refuseStopped(tx, dca)
  const { amountUsd, inputRaw } = paidIn(input)
  if (inputRaw === 0n)
    throw new AppError('validation', 'amountUsd: is less than the smallest unit of USDC, 0.000001.')
  const at = ctx.now()
  const slicing = await cut(tx, deps, ctx, entry)
  const beyondLimits = await checkEntry(tx, deps, {
    userId: ctx.userId,
    walletId: wallet.id,
    mint: token.mint,
    amountUsd,
    inputRaw,
    slices: slicing.schedule?.length ?? 0,
    addsTo: dca?.addsTo ?? null,
    now: at,
    survey: entry.survey,
  })
  const denial = beyondLimits ?? entry.safety.denial
  const terms = limitTerms(input, at)
  const orderId = ctx.newId()
  await insertOrder(tx, {
    id: orderId,
    userId: ctx.userId,
    walletId: wallet.id,
    tokenMint: token.mint,
    side: 'BUY',
    status: denial ? 'DENIED' : terms.type === 'LIMIT' || slicing.schedule ? 'WORKING' : 'RECEIVED',
    ...terms,
    ...(dca && {
      type: 'DCA' as const,
      dcaPlanId: dca.planId,
      dcaSeq: dca.seq,
      positionId: denial ? null : dca.addsTo,
    }),
    algorithm: slicing.algorithm,
    amountUsd: input.amountUsd,
    inputRaw,
    slippageBps: entry.slippageBps,
    ...entry.plan,
    safety: { checkedAt: at.toISOString(), checks: entry.safety.checks, accepted: input.acknowledge },
    reason: 'MANUAL',
    denialCode: denial?.code ?? null,
    denialDetail: denial?.detail ?? null,
    denialExtra: denial?.extra ?? null,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    createdAt: at,
    updatedAt: at,
  })
  const steps: [step: string, detail: string][] = [
    ['received', `Buy ${token.symbol} for $${input.amountUsd}.`],
    denial ? ['denied', denial.detail] : ['checked', 'Within your limits; the amount is reserved.'],
  ]
  if (!denial && slicing.words) steps.push(['sliced', slicing.words])
  if (!denial && terms.type === 'LIMIT') steps.push(['waiting', waitingWords(terms, token.symbol)])
  await inOneGo([
    insertIdempotencyKey(tx, {
      userId: ctx.userId,
      route: entry.route,
      key: entry.idempotency.key,
      bodyHash: entry.idempotency.bodyHash,
      orderId,
      createdAt: at,
    }),
    addOrderEvents(
      tx,
      steps.map(([step, detail]) => ({ orderId, at, step, detail })),
    ),
    !denial && slicing.schedule
      ? insertSlicing(tx, orderId, { schedule: slicing.schedule, mostSharePct: slicing.mostSharePct }, at)
      : null,
    recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: denial ? 'order.denied' : 'order.accepted',
      subject: orderId,
      details: { side: 'BUY', mint: token.mint, amountUsd: input.amountUsd, denial: denial?.code ?? null },
    }),
  ])
  return { orderId, enqueue: !denial && terms.type === 'MARKET' && !slicing.schedule }
}
