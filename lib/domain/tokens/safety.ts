import { decimal } from '../money/decimal'

/** What a safety check looks at; null is unknown, which is never a pass. */
export type SafetyFacts = {
  verified: boolean
  suspicious: boolean
  mintAuthorityDisabled: boolean | null
  freezeAuthorityDisabled: boolean | null
  topHoldersPct: string | null
  liquidityUsd: string | null
  mintedAt: Date | null
}

export type SafetyLevel = 'pass' | 'amber' | 'block'
/** `id` names the check in answers and in acknowledgements. */
export type SafetyCheck = { id: string; level: SafetyLevel; label: string }

const TOP_HOLDERS_AMBER = 50
const TOP_HOLDERS_BLOCK = 90
const YOUNG_MS = 24 * 3_600_000
const THIN_USD = 25_000

const check = (id: string, level: SafetyLevel, label: string): SafetyCheck => ({ id, level, label })

/** Well-known stable coins and wrapped assets keep these powers, so a verified token is only questioned. */
const authority = (
  id: string,
  disabled: boolean | null,
  kept: SafetyLevel,
  words: { off: string; kept: string; unknown: string },
): SafetyCheck => {
  if (disabled === null) return check(id, 'amber', words.unknown)
  return disabled ? check(id, 'pass', words.off) : check(id, kept, words.kept)
}

const holders = (share: string | null): SafetyCheck => {
  if (share === null) return check('top-holders', 'amber', 'Top holders unknown')
  const percent = decimal(share)
  const label = `Top holders ${percent.toFixed(0)} %`
  if (percent.gte(TOP_HOLDERS_BLOCK)) return check('top-holders', 'block', label)
  return check('top-holders', percent.gte(TOP_HOLDERS_AMBER) ? 'amber' : 'pass', label)
}

const age = (mintedAt: Date | null, now: Date): SafetyCheck => {
  if (mintedAt === null) return check('age', 'amber', 'Age unknown')
  const ms = Math.max(0, now.getTime() - mintedAt.getTime())
  const hours = Math.floor(ms / 3_600_000)
  const label = hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old`
  return check('age', ms < YOUNG_MS ? 'amber' : 'pass', label)
}

const liquidity = (usd: string | null): SafetyCheck => {
  if (usd === null) return check('liquidity', 'amber', 'Liquidity unknown')
  const thin = decimal(usd).lt(THIN_USD)
  return check('liquidity', thin ? 'amber' : 'pass', thin ? 'Thin liquidity' : 'Liquid')
}

/** The safety strip: `block` refuses an entry, `amber` asks the trader to confirm. Pure; exits never ask it. */
export const checkSafety = (facts: SafetyFacts, now: Date): SafetyCheck[] => [
  authority('mint-authority', facts.mintAuthorityDisabled, 'amber', {
    off: 'Supply is fixed',
    kept: 'Supply can be raised',
    unknown: 'Mint authority unknown',
  }),
  authority('freeze-authority', facts.freezeAuthorityDisabled, facts.verified ? 'amber' : 'block', {
    off: 'Cannot be frozen',
    kept: 'Your tokens can be frozen',
    unknown: 'Freeze authority unknown',
  }),
  holders(facts.topHoldersPct),
  facts.verified ? check('verified', 'pass', 'Verified') : check('verified', 'amber', 'Not verified'),
  age(facts.mintedAt, now),
  liquidity(facts.liquidityUsd),
  facts.suspicious
    ? check('suspicious', 'block', 'Flagged as suspicious')
    : check('suspicious', 'pass', 'Not flagged'),
]
