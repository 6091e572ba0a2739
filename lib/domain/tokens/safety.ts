import { decimal } from '../money/decimal'
import type { MintFacts } from './mint-account'
import { TOKEN_PROGRAM } from './well-known'

/** What the mint account itself says, as kept beside the token. Taxes in hundredths of a percent. */
export type StoredMintFacts = Pick<
  MintFacts,
  'mintAuthorityDisabled' | 'freezeAuthorityDisabled' | 'blockers'
> & {
  taxBps: number
  /** Announced for that epoch. */
  laterTax: { bps: number; epoch: string } | null
  /** Absent where it was read before this was kept. */
  decimals?: number
  /** ISO time. */
  readAt: string
}

/**
 * What came of selling what was just bought, without doing it: `refused` fails however often it is tried, `unknown`
 * could not be tried, `untested` was not asked for.
 */
export type SellTest = 'sells' | 'refused' | 'unknown' | 'untested'

/** What a safety check looks at; null is unknown, which is never a pass. */
export type SafetyFacts = {
  verified: boolean
  suspicious: boolean
  mintAuthorityDisabled: boolean | null
  freezeAuthorityDisabled: boolean | null
  topHoldersPct: string | null
  liquidityUsd: string | null
  mintedAt: Date | null
  tokenProgram: string
  /** As the vendor's list says. */
  decimals: number
  /** Wins over what vendors say of the authorities. */
  mintFacts: StoredMintFacts | null
  sellTest?: SellTest
}

export type SafetyLevel = 'pass' | 'amber' | 'block'
/** `id` names the check in answers and in acknowledgements. */
export type SafetyCheck = { id: string; level: SafetyLevel; label: string }

/** A verdict as an order keeps it. `checkedAt` is an ISO time, `accepted` ids of amber checks. */
export type StoredSafety = { checkedAt: string; checks: SafetyCheck[]; accepted: string[] }

const TOP_HOLDERS_AMBER = 50
const TOP_HOLDERS_BLOCK = 90
const YOUNG_MS = 24 * 3_600_000
const THIN_USD = 25_000
/** Below this no position worth having can be left. */
const EMPTY_USD = 1_000
const TAX_BLOCK_BPS = 1_000

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
  if (decimal(usd).lt(EMPTY_USD)) return check('liquidity', 'block', 'Hardly any liquidity')
  const thin = decimal(usd).lt(THIN_USD)
  return check('liquidity', thin ? 'amber' : 'pass', thin ? 'Thin liquidity' : 'Liquid')
}

export const percentOfBps = (bps: number): string => `${decimal(String(bps)).div(decimal('100')).toFixed()} %`

/** The classic token program knows neither taxes nor extensions, so nothing must be read to know that. */
const tokenPowers = (facts: SafetyFacts): SafetyCheck[] => {
  const read = facts.mintFacts
  if (!read)
    return facts.tokenProgram === TOKEN_PROGRAM
      ? [check('transfer-tax', 'pass', 'No transfer tax')]
      : [check('transfer-tax', 'amber', 'Transfer tax unknown')]
  const { taxBps, laterTax, blockers } = read
  const checks = [
    taxBps === 0
      ? check('transfer-tax', 'pass', 'No transfer tax')
      : check(
          'transfer-tax',
          taxBps > TAX_BLOCK_BPS ? 'block' : 'amber',
          `Keeps ${percentOfBps(taxBps)} of every transfer`,
        ),
  ]
  if (laterTax && laterTax.bps > taxBps)
    checks.push(
      check(
        'scheduled-tax',
        laterTax.bps > TAX_BLOCK_BPS ? 'block' : 'amber',
        `Transfer tax rises to ${percentOfBps(laterTax.bps)} in epoch ${laterTax.epoch}`,
      ),
    )
  if (read.decimals !== undefined && read.decimals !== facts.decimals)
    checks.push(check('decimals', 'block', 'Its decimals on the chain are not those of the token list'))
  if (blockers.length > 0) checks.push(check('extensions', 'block', `Has ${blockers.join(' and ')}`))
  return checks
}

const SELL_TEST: Record<Exclude<SellTest, 'untested'>, [SafetyLevel, string]> = {
  sells: ['pass', 'A sale goes through'],
  refused: ['block', 'Can be bought but not sold'],
  unknown: ['amber', 'A sale could not be tested'],
}

const sellTest = (outcome: SellTest): SafetyCheck[] =>
  outcome === 'untested' ? [] : [check('sell-test', ...SELL_TEST[outcome])]

/** The safety strip: `block` refuses an entry, `amber` asks the trader to confirm. Pure; exits never ask it. */
export const checkSafety = (facts: SafetyFacts, now: Date): SafetyCheck[] => [
  authority(
    'mint-authority',
    facts.mintFacts?.mintAuthorityDisabled ?? facts.mintAuthorityDisabled,
    'amber',
    {
      off: 'Supply is fixed',
      kept: 'Supply can be raised',
      unknown: 'Mint authority unknown',
    },
  ),
  authority(
    'freeze-authority',
    facts.mintFacts?.freezeAuthorityDisabled ?? facts.freezeAuthorityDisabled,
    facts.verified ? 'amber' : 'block',
    {
      off: 'Cannot be frozen',
      kept: 'Your tokens can be frozen',
      unknown: 'Freeze authority unknown',
    },
  ),
  ...tokenPowers(facts),
  holders(facts.topHoldersPct),
  facts.verified ? check('verified', 'pass', 'Verified') : check('verified', 'amber', 'Not verified'),
  age(facts.mintedAt, now),
  liquidity(facts.liquidityUsd),
  facts.suspicious
    ? check('suspicious', 'block', 'Flagged as suspicious')
    : check('suspicious', 'pass', 'Not flagged'),
  ...sellTest(facts.sellTest ?? 'untested'),
]
