import type { Redis } from 'ioredis'
import type { SellTest } from '@/lib/domain/tokens/safety'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { Logger } from '@/lib/observability/logger'
import type { ChainReader } from '@/lib/ports/chain'
import type { RoundTripProbe } from '@/lib/ports/round-trip-probe'

export type TestSellingDeps = {
  redis: Pick<Redis, 'get' | 'set'>
  probe: RoundTripProbe
  chain: Pick<ChainReader, 'simulate'>
  logger: Pick<Logger, 'warn'>
  now: () => Date
}

export type SellTestRequest = {
  mint: string
  wallet: string
  /** USDC base units that would be spent; the wallet must hold them. */
  inputRaw: bigint
  /** A sale that passed this long ago counts. */
  maxAgeMs: number
}

/** What came of the sale that was last tried, for showing: a day old at most, `untested` where nobody tried. */
export const lastSellTest = async (redis: Pick<Redis, 'mget'>, mint: string): Promise<SellTest> => {
  const [passed, refused] = await redis.mget(key(mint), refusedKey(mint))
  if (!passed && !refused) return 'untested'
  return Number(refused ?? 0) > Number(passed ?? 0) ? 'refused' : 'sells'
}

const KEPT_SECONDS = 86_400
/** A ticket that shows it offers no buy, so it must not outlive its cause by long. */
const REFUSED_SECONDS = 300
/** A price that moved between quote and simulation looks like a refusal: it must fail again with a fresh quote. */
const TRIES = 2
const key = (mint: string): string => `safety:sells:${mint}`
const refusedKey = (mint: string): string => `safety:refused:${mint}`

/**
 * Buys and sells in one simulated transaction (ADR 12). Throws what the venue throws when it cannot answer. Only
 * passes spare a test: a refusal is looked at anew each time, and kept for showing.
 */
export const testSelling = async (deps: TestSellingDeps, request: SellTestRequest): Promise<SellTest> => {
  if (await passedLately(deps, request)) return 'sells'
  let outcome: SellTest = 'unknown'
  for (let tries = 0; tries < TRIES; tries++) {
    outcome = await tryOnce(deps, request)
    if (outcome !== 'refused') break
  }
  if (outcome === 'sells') await remember(deps, key(request.mint), KEPT_SECONDS)
  if (outcome === 'refused') await remember(deps, refusedKey(request.mint), REFUSED_SECONDS)
  return outcome
}

const tryOnce = async ({ probe, chain }: TestSellingDeps, request: SellTestRequest): Promise<SellTest> => {
  const { mint, wallet, inputRaw } = request
  const trip = await probe.prepare({ wallet, payMint: USDC_MINT, mint, inputRaw })
  if (trip.kind === 'no_way_back') return 'refused'
  if (trip.kind === 'untestable') return 'unknown'
  const watch = { wallet, mints: [USDC_MINT, mint] }
  const result = await chain.simulate(trip.transaction, watch, { replaceBlockhash: true, entry: true })
  if (result.error !== null || !result.after)
    return result.failedInstruction === trip.sellAt ? 'refused' : 'unknown'
  const held = (balances: ReadonlyMap<string, bigint>) => balances.get(USDC_MINT) ?? 0n
  const lost = held(result.before.tokens) - held(result.after.tokens)
  // Whoever loses more than half on the spot cannot be said to be able to sell.
  return lost * 2n > inputRaw ? 'refused' : 'sells'
}

const passedLately = async (
  { redis, logger, now }: TestSellingDeps,
  { mint, maxAgeMs }: SellTestRequest,
): Promise<boolean> => {
  try {
    const at = Number(await redis.get(key(mint)))
    return at > 0 && now().getTime() - at <= maxAgeMs
  } catch (error) {
    logger.warn({ err: error }, 'Redis does not tell which sales were tested')
    return false
  }
}

const remember = async (
  { redis, logger, now }: TestSellingDeps,
  name: string,
  seconds: number,
): Promise<void> => {
  try {
    await redis.set(name, String(now().getTime()), 'EX', seconds)
  } catch (error) {
    logger.warn({ err: error }, 'A tested sale could not be remembered')
  }
}
