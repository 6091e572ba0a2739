import type { BuyInput } from '@/lib/contracts/trade'
import type { Executor } from '@/lib/db/client'
import { usualVolumes } from '@/lib/db/slicing-repository'
import {
  chooseAlgorithm,
  type Algorithm,
  SMALLEST_SLICE_USD,
} from '@/lib/domain/execution/algorithms/choose-algorithm'
import {
  FEWEST_SLICES,
  MOST_SLICES,
  type PlannedSlice,
  scheduleSlices,
  SLICE_MS,
  VWAP_SLICES,
} from '@/lib/domain/execution/algorithms/slice-schedule'
import { IMPACT_CAP_PCT } from '@/lib/domain/execution/order-impact'
import { Decimal, decimal, decimalString, HUNDRED } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi } from '@/lib/domain/money/units'
import { slicedLamports, slicesWithin } from '@/lib/domain/risk/entry-lamports'
import { AppError } from '@/lib/errors'

/** `schedule` is null where it is bought at once; `words` tell the trader how and why. */
export type SlicingPlan = {
  algorithm: Algorithm
  schedule: PlannedSlice[] | null
  words: string | null
  /** Percent of its pool that one slice may be when it comes. */
  mostSharePct: string
}

export type SliceQuestion = {
  side: 'BUY' | 'SELL'
  input: Pick<BuyInput, 'algorithm' | 'durationSeconds'>
  mint: string
  /** Base units of what is given. */
  inputRaw: bigint
  /** What it is worth; null where nobody knows. */
  amountUsd: Decimal | null
  liquidityUsd: string | null
  /** A connected wallet signs each transaction itself; an entry at a limit and a purchase of a plan are one piece. */
  inOnePiece: boolean
  /** SOL of the wallet, in lamports, that fees of slices may take, asked only where there are any; null: they are not to be paid in advance. */
  freeLamports: (() => Promise<bigint>) | null
  now: Date
  random: () => number
}

const AT_ONCE: SlicingPlan = {
  ...{ algorithm: 'MARKET', schedule: null, words: null },
  mostSharePct: decimalString(IMPACT_CAP_PCT),
}

/** How an order is carried out: in one piece, or in slices by what it asks for or by its share of the pool. */
export const chooseSlices = async (db: Executor, question: SliceQuestion): Promise<SlicingPlan> => {
  const { input, inOnePiece, liquidityUsd } = question
  if (inOnePiece || input.algorithm === 'MARKET') {
    if (input.algorithm === 'AUTO' || input.algorithm === 'MARKET') return AT_ONCE
    throw new AppError(
      'validation',
      `algorithm: ${input.algorithm} cuts an order into slices, which goes only with a market order of the trading wallet. Use AUTO or MARKET.`,
    )
  }
  const { amountUsd } = question
  const liquidity = liquidityUsd === null ? null : decimal(liquidityUsd)
  const algorithm =
    input.algorithm !== 'AUTO'
      ? input.algorithm
      : amountUsd === null
        ? 'MARKET'
        : chooseAlgorithm(amountUsd, liquidity)
  if (algorithm === 'MARKET') return AT_ONCE
  const durationMs = input.durationSeconds === undefined ? undefined : input.durationSeconds * 1_000
  const profile = algorithm === 'VWAP' ? await profileOf(db, question, durationMs) : null
  const bySize = mostSlices(amountUsd)
  const usual = Math.min(FEWEST_SLICES[algorithm], bySize)
  const free = question.freeLamports && (await question.freeLamports())
  const paidFor = free === null ? Infinity : slicesWithin(free, MOST_SLICES)
  const isCut = input.algorithm === 'AUTO' && paidFor < usual
  if (isCut && paidFor < 2) return { ...AT_ONCE, words: atOnceWords(algorithm, free!) }
  const schedule = scheduleSlices({
    ...{ algorithm, profile, durationMs, random: question.random, inputRaw: question.inputRaw },
    // Drawn anew each time, but never more than is paid for while the fewest are: a preview holds for the order.
    mostSlices: Math.min(bySize, isCut ? paidFor : Math.max(usual, paidFor)),
  })
  const sharePct = amountUsd && liquidity?.gt(0) ? amountUsd.div(liquidity).mul(HUNDRED) : null
  return {
    algorithm,
    schedule,
    words: `${words(question.side, algorithm, schedule, profile !== null, sharePct)}${isCut ? fewerWords(free!) : ''}`,
    // Above the cap the whole order was consented to; a slice need not be smaller than that.
    mostSharePct: decimalString(Decimal.max(IMPACT_CAP_PCT, sharePct ?? 0).toDecimalPlaces(6)),
  }
}

const freeWords = (lamports: bigint): string =>
  `only ${toUi(lamports > 0n ? lamports : 0n, SOL_DECIMALS)
    .toDecimalPlaces(4, Decimal.ROUND_DOWN)
    .toFixed()} SOL is free for fees`

const fewerWords = (lamports: bigint): string => ` Fewer slices than usual, because ${freeWords(lamports)}.`

const atOnceWords = (algorithm: Algorithm, lamports: bigint): string =>
  `Bought at once instead of in slices (${algorithm}), because ${freeWords(lamports)}. Deposit SOL to have it cut.`

/** As many as fit without making one too small. */
const mostSlices = (amountUsd: Decimal | null): number =>
  amountUsd === null ? Infinity : Math.max(1, amountUsd.div(SMALLEST_SLICE_USD).floor().toNumber())

const profileOf = (
  db: Executor,
  { mint, now }: SliceQuestion,
  durationMs: number | undefined,
): Promise<number[] | null> => {
  const gapMs = durationMs === undefined ? SLICE_MS.VWAP : durationMs / (VWAP_SLICES - 1)
  // Volume is stored by the minute.
  return gapMs < 60_000
    ? Promise.resolve(null)
    : usualVolumes(db, mint, now, { count: VWAP_SLICES, seconds: Math.round(gapMs / 1_000) })
}

const words = (
  side: 'BUY' | 'SELL',
  algorithm: Algorithm,
  schedule: readonly PlannedSlice[],
  profiled: boolean,
  sharePct: Decimal | null,
): string => {
  const seconds = Math.round(schedule.at(-1)!.afterMs / 1_000)
  const time = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  const share =
    sharePct === null
      ? ''
      : ` It is ${sharePct.lt('0.1') ? 'less than 0.1' : sharePct.toFixed(1)} % of its pool.`
  const volume =
    algorithm !== 'VWAP'
      ? ''
      : profiled
        ? ', sized by its usual volume'
        : ', of equal size: no volume of it is known'
  const sol = toUi(slicedLamports(schedule.length, side), SOL_DECIMALS).toDecimalPlaces(4, Decimal.ROUND_UP)
  return `${algorithm}: ${schedule.length} slices over ${time}${volume}.${share} Up to ${sol.toFixed()} SOL is set aside for their fees; what they do not take is free again.`
}
