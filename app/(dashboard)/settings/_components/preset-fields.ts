import { MAX_BUY_AMOUNTS, preferencesInput, type PreferencesView } from '@/lib/contracts/preferences'
import { Decimal } from '@/lib/domain/money/decimal'

/** What stands in the fields, as typed. An empty slippage leaves it to JARVIS; an empty amount is no button. */
export type PresetFields = {
  takeProfit: string
  stopLoss: string
  slippage: string
  amounts: string[]
  venuePolicy: PreferencesView['venuePolicy']
}
export type PresetField = Exclude<keyof PresetFields, 'venuePolicy'>

const PLAIN = /^\d{1,12}(\.\d{1,6})?$/
const clean = (text: string): string => text.replace(/[\s$,%+]/g, '')

export const fieldsOf = (preferences: PreferencesView): PresetFields => ({
  takeProfit: preferences.takeProfitPct,
  stopLoss: preferences.stopLossPct,
  slippage: preferences.slippageBps === null ? '' : new Decimal(preferences.slippageBps).div(100).toFixed(),
  amounts: Array.from({ length: MAX_BUY_AMOUNTS }, (_, index) => preferences.buyAmountsUsd[index] ?? ''),
  venuePolicy: preferences.venuePolicy,
})

/** Percent as typed to hundredths of it; NaN where it is none, so that the schema refuses it. */
const bpsOf = (text: string): number | null => {
  if (text === '') return null
  return PLAIN.test(text) ? new Decimal(text).mul(100).toNumber() : Number.NaN
}

const FIELD_OF: Record<string, PresetField> = {
  takeProfitPct: 'takeProfit',
  stopLossPct: 'stopLoss',
  slippageBps: 'slippage',
  buyAmountsUsd: 'amounts',
}

const WORDS: Record<PresetField, string> = {
  takeProfit: 'From 0.1 % to 100,000 %.',
  stopLoss: 'From 0.1 % to 99.99 %. Every position has one.',
  slippage: 'From 0.01 % to 50 %, or empty.',
  amounts: 'One to five different amounts above $0, up to $1,000,000.',
}

export type ReadPresets =
  { ok: true; preferences: PreferencesView } | { ok: false; faults: Partial<Record<PresetField, string>> }

/** The fields as the API takes them, by the API's own schema. */
export const readPresets = (fields: PresetFields): ReadPresets => {
  const parsed = preferencesInput.safeParse({
    takeProfitPct: clean(fields.takeProfit),
    stopLossPct: clean(fields.stopLoss),
    slippageBps: bpsOf(clean(fields.slippage)),
    buyAmountsUsd: fields.amounts.map(clean).filter((amount) => amount !== ''),
    venuePolicy: fields.venuePolicy,
  })
  if (parsed.success) return { ok: true, preferences: parsed.data }
  const wrong = parsed.error.issues.map((issue) => FIELD_OF[String(issue.path[0])] ?? 'amounts')
  return { ok: false, faults: Object.fromEntries(wrong.map((field) => [field, WORDS[field]])) }
}
