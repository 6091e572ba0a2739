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

const KEPT_SECONDS = 86_400
/** A price that moved between quote and simulation looks like a refusal: it must fail again with a fresh quote. */
const TRIES = 2
const key = (mint: string): string => `safety:sells:${mint}`

/**
 * Buys and sells in one simulated transaction (ADR 12). Throws what the venue throws when it cannot answer. Only
 * passes are remembered: a refusal is looked at anew each time.
 */
export const testSelling = async (deps: TestSellingDeps, request: SellTestRequest): Promise<SellTest> => {
  if (await passedLately(deps, request)) return 'sells'
  let outcome: SellTest = 'unknown'
  for (let tries = 0; tries < TRIES; tries++) {
    outcome = await tryOnce(deps, request)
    if (outcome !== 'refused') break
  }
  if (outcome === 'sells') await remember(deps, request.mint)
  return outcome
}

const tryOnce = async ({ probe, chain }: TestSellingDeps, request: SellTestRequest): Promise<SellTest> => {
  const { mint, wallet, inputRaw } = request
  const trip = await probe.prepare({ wallet, payMint: USDC_MINT, mint, inputRaw })
  if (trip.kind === 'no_way_back') return 'refused'
  if (trip.kind === 'untestable') return 'unknown'
  const watch = { wallet, mints: [USDC_MINT, mint] }
  const result = await chain.simulate(trip.transaction, watch, { replaceBlockhash: true })
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

const remember = async ({ redis, logger, now }: TestSellingDeps, mint: string): Promise<void> => {
  try {
    await redis.set(key(mint), String(now().getTime()), 'EX', KEPT_SECONDS)
  } catch (error) {
    logger.warn({ err: error }, 'A tested sale could not be remembered')
  }
}
