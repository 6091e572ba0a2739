import type { CheckResult, SwapIntent } from './swap-intent'

/** Of the same accounts of one wallet, before and after. A mint without an account counts as zero. */
export type WalletBalances = { lamports: bigint; tokens: ReadonlyMap<string, bigint> }

/** Whether the simulated transaction took no more and gave no less than was agreed. */
export const checkSimulatedBalances = (
  before: WalletBalances,
  after: WalletBalances,
  intent: Pick<SwapIntent, 'inputMint' | 'outputMint' | 'inputRaw' | 'minOutRaw' | 'limits'>,
): CheckResult => {
  const change = (mint: string): bigint => (after.tokens.get(mint) ?? 0n) - (before.tokens.get(mint) ?? 0n)
  const spent = -change(intent.inputMint)
  const gained = change(intent.outputMint)
  const lamports = before.lamports - after.lamports
  if (spent > intent.inputRaw)
    return refuse(`it would spend ${spent} base units, ${intent.inputRaw} are allowed`)
  if (gained < intent.minOutRaw)
    return refuse(`it would bring ${gained} base units, ${intent.minOutRaw} are the least`)
  if (lamports > intent.limits.maxLamportsSpent) {
    return refuse(`it would cost ${lamports} lamports, above the cap of ${intent.limits.maxLamportsSpent}`)
  }
  for (const mint of before.tokens.keys()) {
    if (mint !== intent.inputMint && change(mint) < 0n)
      return refuse(`it would take ${-change(mint)} of ${mint}`)
  }
  return { ok: true }
}

const refuse = (problem: string): CheckResult => ({ ok: false, problem })
