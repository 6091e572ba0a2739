import { findToken, type TokenRow } from '@/lib/db/token-repository'
import { checkImpact, IMPACT_CHECK } from '@/lib/domain/execution/order-impact'
import { type Decimal, decimal, decimalString } from '@/lib/domain/money/decimal'
import { toRawFloor, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { Denial } from '@/lib/domain/risk/limits'
import {
  checkSafety,
  type SafetyCheck,
  type SafetyFacts,
  type SellTest,
  type StoredMintFacts,
} from '@/lib/domain/tokens/safety'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError, isAppError } from '@/lib/errors'
import type { ReadMarket } from '../market-view'
import { poolLiquidity } from '../pool-liquidity'
import { readMintFacts, type ReadMintFactsDeps } from './read-mint-facts'
import { testSelling, type TestSellingDeps } from './test-selling'

export type AssessEntrySafetyDeps = ReadMintFactsDeps & TestSellingDeps & { readMarket: ReadMarket }

export type EntryToAssess = {
  mint: string
  amountUsd: Decimal
  /** Ids of amber checks that the trader accepts. */
  acknowledge: readonly string[]
  wallet: string
  /** USDC base units the wallet holds. Without any nothing can be tried, and the entry is denied for that. */
  payableRaw: bigint
}

/** `liquidityUsd`: of both sides of its pool, live where it can be read; null where nobody knows it. */
export type EntrySafety = { denial: Denial | null; checks: SafetyCheck[]; liquidityUsd: string | null }

const DAY_MS = 86_400_000
const ESTABLISHED = { ageMs: 30 * DAY_MS, liquidityUsd: decimal('1000000') }
const FRESH_TEST_MS = 60_000
/** An established token is not kept waiting by a venue that does not answer. */
const PATIENCE_MS = 2_500

/**
 * Whether a token may be bought: `block` never, `amber` once the trader has accepted each reason. Never asked for
 * exits. Throws `token.unknown` for a mint that is not on chain, `venue.unavailable` where a token that must be tried
 * cannot be.
 */
export const assessEntrySafety = async (
  deps: AssessEntrySafetyDeps,
  entry: EntryToAssess,
): Promise<EntrySafety> => {
  const { mint } = entry
  const [token, mints, market] = await Promise.all([
    findToken(deps.db, mint),
    readMintFacts(deps, [mint]),
    deps.readMarket([mint]),
  ])
  const mintFacts = mints.get(mint)
  if (!token || !mintFacts)
    throw new AppError('token.unknown', `No token with the mint ${mint} is on the chain. Check the address.`)
  const live = poolLiquidity(market.get(mint))
  const facts: SafetyFacts = {
    ...token,
    mintFacts,
    liquidityUsd: live ? decimalString(live) : token.liquidityUsd,
  }
  const known = checkSafety(facts, deps.now())
  const sellTest = known.some(({ level }) => level === 'block')
    ? 'untested'
    : await triedSale(deps, entry, isEstablished(token, facts, mintFacts, deps.now()))
  const view = market.get(mint)
  const impact = checkImpact({
    amountUsd: entry.amountUsd,
    liquidityUsd: facts.liquidityUsd === null ? null : decimal(facts.liquidityUsd),
    pool: view?.pool ? { snapshot: view.pool, quoteUsd: view.quoteUsd } : null,
  })
  const checks = [...checkSafety({ ...facts, sellTest }, deps.now()), ...(impact ? [impact] : [])]
  return {
    denial: denialOf(token.symbol, checks, entry.acknowledge),
    checks,
    liquidityUsd: facts.liquidityUsd,
  }
}

const isEstablished = (
  token: TokenRow,
  { liquidityUsd }: SafetyFacts,
  { freezeAuthorityDisabled, taxBps, laterTax }: StoredMintFacts,
  now: Date,
): boolean =>
  token.verified &&
  freezeAuthorityDisabled &&
  taxBps === 0 &&
  laterTax === null &&
  token.mintedAt !== null &&
  now.getTime() - token.mintedAt.getTime() >= ESTABLISHED.ageMs &&
  liquidityUsd !== null &&
  decimal(liquidityUsd).gte(ESTABLISHED.liquidityUsd)

const triedSale = async (
  deps: AssessEntrySafetyDeps,
  { mint, amountUsd, wallet, payableRaw }: EntryToAssess,
  established: boolean,
): Promise<SellTest> => {
  const wanted = toRawFloor(amountUsd, USDC_DECIMALS)
  const inputRaw = wanted < payableRaw ? wanted : payableRaw
  if (inputRaw === 0n || mint === WSOL_MINT) return 'untested'
  if (!established) return testSelling(deps, { mint, wallet, inputRaw, maxAgeMs: FRESH_TEST_MS })
  const test = testSelling(deps, { mint, wallet, inputRaw, maxAgeMs: DAY_MS }).catch((error: unknown) => {
    if (isAppError(error)) return 'untested' as const
    throw error
  })
  const outcome = await soon(test)
  return outcome === 'unknown' ? 'untested' : outcome
}

const soon = async (test: Promise<SellTest>): Promise<SellTest> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<SellTest>((resolve) => {
    timer = setTimeout(() => resolve('untested'), PATIENCE_MS)
  })
  test.catch(() => {})
  try {
    return await Promise.race([test, limit])
  } finally {
    clearTimeout(timer)
  }
}

const denialOf = (
  symbol: string,
  checks: readonly SafetyCheck[],
  acknowledge: readonly string[],
): Denial | null => {
  const labels = (some: readonly SafetyCheck[]): string => some.map(({ label }) => label).join('; ')
  const blocks = checks.filter(({ level }) => level === 'block')
  if (blocks.length > 0)
    return {
      code: 'token.unsafe',
      detail: `${symbol} is not bought: ${labels(blocks)}. JARVIS does not buy such tokens.`,
      extra: { blocked: blocks.map(({ id }) => id) },
    }
  const ambers = checks.filter(({ level }) => level === 'amber')
  const open = ambers.filter(({ id }) => !acknowledge.includes(id))
  if (open.length === 0) return null
  const ids = ambers.map(({ id }) => id)
  return {
    code: open.every(({ id }) => id === IMPACT_CHECK) ? 'risk.impact' : 'token.unsafe',
    detail: `${symbol} needs your consent: ${labels(open)}. To buy it all the same, repeat the order with acknowledge: ${JSON.stringify(ids)}.`,
    extra: { acknowledge: ids },
  }
}
