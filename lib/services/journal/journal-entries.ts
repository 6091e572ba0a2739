import type { JournalEntry } from '@/lib/contracts/journal'
import type { JournalPage } from '@/lib/db/journal-repository'
import { verdictOf } from '@/lib/domain/orders/held-entry'
import { sha256 } from './journal-chain'

type Page = NonNullable<JournalPage>
type Order = Page['orders'][number]
type Content = Omit<JournalEntry, 'seq'>

/** What was asked for and with which plan, as it was stored before anything was done. */
const inputsOf = (order: Order): Record<string, unknown> => ({
  side: order.side,
  type: order.type,
  mint: order.tokenMint,
  reason: order.reason,
  amountUsd: order.amountUsd,
  inputRaw: order.inputRaw.toString(),
  algorithm: order.algorithm,
  slippageBps: order.slippageBps,
  limitPriceUsd: order.limitPriceUsd,
  dcaPlanId: order.dcaPlanId,
  takeProfitPct: order.takeProfitPct,
  stopLossPct: order.stopLossPct,
  trailingStopPct: order.trailingStopPct,
  trailingActivationPct: order.trailingActivationPct,
  breakEvenAtPct: order.breakEvenAtPct,
  ladder: order.ladder,
  timeStopMinutes: order.timeStopMinutes,
  positionId: order.side === 'SELL' ? order.positionId : null,
  exitSeq: order.exitSeq,
})

const attemptOf = (attempt: Page['attempts'][number]): JournalEntry['attempts'][number] => ({
  signature: attempt.signature,
  venue: attempt.venue,
  status: attempt.status,
  slot: attempt.slot?.toString() ?? null,
  inputRaw: attempt.inputRaw.toString(),
  quotedOutRaw: attempt.quotedOutRaw.toString(),
  minOutRaw: attempt.minOutRaw.toString(),
  error: attempt.error,
})

const fillOf = (fill: Page['fills'][number]): JournalEntry['outcome']['fills'][number] => ({
  signature: fill.signature,
  slot: fill.slot.toString(),
  tokenRaw: fill.tokenRaw.toString(),
  quoteRaw: fill.quoteRaw.toString(),
  priceUsd: fill.priceUsd,
  feeLamports: fill.feeLamports.toString(),
  feeUsd: fill.feeUsd,
  at: fill.executedAt.toISOString(),
})

const contentOf = (order: Order, page: Page): Content => {
  const token = page.tokens.find((known) => known.mint === order.tokenMint)
  const position = page.positions.find((held) => held.id === order.positionId)
  const timeline = page.events
    .filter((event) => event.orderId === order.id)
    .map(({ at, step, detail }) => ({ at: at.toISOString(), step, detail }))
  const detailOf = (step: string) => timeline.find((event) => event.step === step)?.detail
  const inputs = inputsOf(order)
  return {
    version: 1,
    orderId: order.id,
    createdAt: order.createdAt.toISOString(),
    actor: order.actor,
    token: {
      mint: order.tokenMint,
      symbol: token?.symbol ?? order.tokenMint,
      decimals: token?.decimals ?? 0,
    },
    inputs,
    inputsHash: sha256(inputs),
    requestHash: page.keys.find((key) => key.orderId === order.id)?.bodyHash ?? null,
    risk: {
      verdict: verdictOf(order, detailOf('cancelled')),
      code: order.denialCode,
      detail: order.denialDetail ?? detailOf('checked') ?? '',
      numbers: order.denialExtra,
    },
    safety: order.safety,
    ai: null,
    summary: timeline[0]?.detail ?? '',
    timeline,
    attempts: page.attempts.filter((attempt) => attempt.orderId === order.id).map(attemptOf),
    outcome: {
      status: order.status,
      fills: page.fills.filter((fill) => fill.orderId === order.id).map(fillOf),
      realisedPnlUsd: page.realised.find((sum) => sum.orderId === order.id)?.usd ?? null,
      position: position
        ? { id: position.id, status: position.status, exitReason: position.exitReason }
        : null,
    },
  }
}

export const journalEntries = (page: Page): Content[] => page.orders.map((order) => contentOf(order, page))
