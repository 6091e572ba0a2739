import { errorOfUnnamed, type FailureMeaning, knownProgram } from './program-errors'

/** Of one instruction, counted from 0: the program's own number, or the runtime's name for it. */
export type InstructionFailure = { index: number; code: number | null; name: string | null }
export type FailureInWords = { words: string; means: FailureMeaning }

const RUNTIME: Readonly<Record<string, string>> = {
  ComputationalBudgetExceeded: 'it needs more computing time than it was given',
  ProgramFailedToComplete: 'a program broke off, or needs more computing time than it was given',
  InsufficientFunds: 'not enough funds',
  InvalidAccountData: 'an account does not hold what the program expects',
  UninitializedAccount: 'an account was never opened',
  IllegalOwner: 'an account belongs to another program',
  MissingRequiredSignature: 'a signature is missing',
  AccountNotRentExempt: 'not enough SOL for the rent of an account',
  AccountAlreadyInitialized: 'an account exists already',
}

/**
 * Why an instruction failed, for the trader. `logs` are written by whoever wrote the programs: nothing in them is
 * believed but which program failed first, which the runtime writes, and what is quoted of them is cut and cleaned.
 */
export const explainFailure = (
  { index, code, name }: InstructionFailure,
  logs: readonly string[] = [],
): FailureInWords => {
  const culprit = firstToFail(logs)
  const program = culprit ? knownProgram(culprit.program) : null
  const where = `instruction ${index + 1} failed${program ? ` at ${program.name}` : ''}`
  if (code === null) return { words: `${where}: ${inRuntimeWords(name, culprit)}`, means: 'other' }
  const known = culprit ? (program?.errors[code] ?? null) : errorOfUnnamed(code)
  const words = known?.words ?? ownWords(logs) ?? 'program error'
  return { words: `${where}: ${words} (${code})`, means: known?.means ?? 'other' }
}

type Culprit = { program: string; reason: string }

const FAILED = /^Program ([1-9A-HJ-NP-Za-km-z]{32,44}) failed: (.*)$/

/** A program that fails takes those that called it with it, so the first one told is the one. */
const firstToFail = (logs: readonly string[]): Culprit | null => {
  for (const line of logs) {
    const [, program, reason] = FAILED.exec(line) ?? []
    if (program !== undefined) return { program, reason: reason ?? '' }
  }
  return null
}

const inRuntimeWords = (name: string | null, culprit: Culprit | null): string => {
  if (culprit && /exceeded CUs meter|budget exceeded/i.test(culprit.reason))
    return RUNTIME.ComputationalBudgetExceeded!
  if (name === null) return 'program error'
  return Object.hasOwn(RUNTIME, name) ? RUNTIME[name]! : cleaned(name)
}

const ANCHOR = /Error Message: (.+)$/
const LOG = /^Program log: (?:Error: )?(.+)$/

/** What the program itself says of it; null where it says nothing. */
const ownWords = (logs: readonly string[]): string | null => {
  const end = logs.findIndex((line) => FAILED.test(line))
  const before = end < 0 ? logs : logs.slice(0, end)
  const anchor = before.map((line) => ANCHOR.exec(line)?.[1]).find((text) => text !== undefined)
  const last = before.findLast((line) => LOG.test(line))
  const said = anchor ?? (last && !/Instruction:/.test(last) ? LOG.exec(last)![1]! : undefined)
  const text = said === undefined ? '' : cleaned(said)
  return text === '' ? null : `the program says “${text}”`
}

const LONGEST = 100

/** Plain characters of one line only: no markup, no links, nothing that turns the line around. */
const cleaned = (text: string): string => {
  const plain = text
    .replace(/[^\p{L}\p{N} .,:;'()%+-]/gu, ' ')
    .replace(/\b\w{2,}:\s*(?=www|\w+\.)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST).trim()}…` : plain
}
