import { faultsOf } from '@/lib/domain/exits/exit-plan'
import type { PlanToTell } from '@/lib/domain/exits/exit-words'
import { Decimal } from '@/lib/domain/money/decimal'
import { readPositive } from './read-positive'

export type LadderFields = { atPct: string; sellPct: string }

/** The rules beside target and stop, as typed; an empty one does not apply. */
export type ExtraFields = {
  trailingStopPct: string
  trailingActivationPct: string
  breakEvenAtPct: string
  timeStopMinutes: string
  ladder: readonly LadderFields[]
}
export type ExtraNumber = Exclude<keyof ExtraFields, 'ladder'>

export const NO_EXTRAS: ExtraFields = {
  trailingStopPct: '',
  trailingActivationPct: '',
  breakEvenAtPct: '',
  timeStopMinutes: '',
  ladder: [],
}

export const EXTRA_NUMBERS: Record<
  ExtraNumber,
  { label: string; unit: '%' | 'min'; hint: string; max: string; words: string }
> = {
  trailingStopPct: {
    label: 'Trailing stop',
    unit: '%',
    hint: 'this far below the highest price; it never falls back',
    max: '99.99',
    words: 'Trailing stop must be between 0.1 and 99.99 %, or empty.',
  },
  trailingActivationPct: {
    label: 'Trail from',
    unit: '%',
    hint: 'profit at which trailing begins; empty: at once',
    max: '100000',
    words: 'The trailing stop must begin at 0.1 % or above, or stay empty.',
  },
  breakEvenAtPct: {
    label: 'Break-even at',
    unit: '%',
    hint: 'profit at which the stop moves up to what you paid',
    max: '100000',
    words: 'Break-even must be 0.1 % or above, or empty.',
  },
  timeStopMinutes: {
    label: 'Sell after',
    unit: 'min',
    hint: 'sells what is left then, whatever the price',
    max: '43200',
    words: 'Minutes must be between 1 and 43,200 (30 days), or empty.',
  },
}
const NAMES = Object.keys(EXTRA_NUMBERS) as ExtraNumber[]
const NEAREST_PCT = '0.1'

/** One number of the plan in the words of the API: null where it is empty, undefined where it cannot be read. */
export const readExtra = (name: ExtraNumber, text: string): string | null | undefined => {
  if (text.trim() === '') return null
  const value = readPositive(text, EXTRA_NUMBERS[name].max)
  if (value === null) return undefined
  if (name === 'timeStopMinutes') return Number.isInteger(Number(value)) ? value : undefined
  return new Decimal(value).gte(NEAREST_PCT) ? value : undefined
}

/** Rising steps, or undefined where one of them cannot be read. */
export const readLadder = (
  steps: readonly LadderFields[],
): { atPct: string; sellPct: string }[] | undefined => {
  const read = steps.map((step) => ({
    atPct: readPositive(step.atPct, '100000'),
    sellPct: readPositive(step.sellPct, '99'),
  }))
  if (read.some(({ atPct, sellPct }) => atPct === null || sellPct === null)) return undefined
  return (read as { atPct: string; sellPct: string }[]).toSorted((a, b) =>
    new Decimal(a.atPct).comparedTo(b.atPct),
  )
}

const LADDER_WORDS = 'Each ladder step sells 1 to 99 % at a profit of its own.'

/** The whole plan, or its first fault in words. */
export const readPlanOf = (
  takeProfitPct: string,
  stopLossPct: string,
  extras: ExtraFields,
): { plan: PlanToTell } | { fault: string } => {
  const read = new Map<ExtraNumber, string | null>()
  for (const name of NAMES) {
    const value = readExtra(name, extras[name])
    if (value === undefined) return { fault: EXTRA_NUMBERS[name].words }
    read.set(name, value)
  }
  const ladder = readLadder(extras.ladder)
  if (!ladder) return { fault: LADDER_WORDS }
  const minutes = read.get('timeStopMinutes') ?? null
  const plan: PlanToTell = {
    takeProfitPct,
    stopLossPct,
    trailingStopPct: read.get('trailingStopPct') ?? null,
    trailingActivationPct: read.get('trailingActivationPct') ?? null,
    breakEvenAtPct: read.get('breakEvenAtPct') ?? null,
    ladder,
    timeStopMinutes: minutes === null ? null : Number(minutes),
  }
  const [fault] = faultsOf(plan)
  return fault ? { fault: inWords(fault) } : { plan }
}

const FIELD_WORDS: Record<string, string> = {
  stopLossPct: '',
  trailingActivationPct: 'Trail from: ',
  breakEvenAtPct: 'Break-even ',
  ladder: 'Ladder: ',
}

/** The rules name the fields of the API; people see labels. */
const inWords = (fault: string): string => {
  const [, field = '', rest = fault] = /^(\w+): (.*)$/.exec(fault) ?? []
  const told = `${FIELD_WORDS[field] ?? ''}${rest}`.replace(
    'trailingStopPct, the distance',
    'a trailing stop, the distance',
  )
  return told.charAt(0).toUpperCase() + told.slice(1)
}

/** What the plan adds to the body of a buy; nothing where it is only a target and a stop. */
export const extrasOf = ({ plan }: { plan: PlanToTell }): Record<string, unknown> => ({
  ...(plan.trailingStopPct !== null && { trailingStopPct: plan.trailingStopPct }),
  ...(plan.trailingActivationPct !== null && { trailingActivationPct: plan.trailingActivationPct }),
  ...(plan.breakEvenAtPct !== null && { breakEvenAtPct: plan.breakEvenAtPct }),
  ...(plan.timeStopMinutes !== null && { timeStopMinutes: plan.timeStopMinutes }),
  ...(plan.ladder.length > 0 && { ladder: plan.ladder }),
})

/** For the line that folds the rules away: "ladder, trailing". */
export const extrasInShort = (extras: ExtraFields): string =>
  [
    extras.ladder.length > 0 && 'ladder',
    extras.trailingStopPct.trim() !== '' && 'trailing',
    extras.breakEvenAtPct.trim() !== '' && 'break-even',
    extras.timeStopMinutes.trim() !== '' && 'time',
  ]
    .filter(Boolean)
    .join(', ')
