import type { Database } from '@/lib/db/client'
import { attemptToPair, storePaperFill } from '@/lib/db/paper-fill-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { Signer } from '@/lib/ports/signer'
import { bestQuote, type SwapRouter } from '../execution/router/swap-router'

export type PairFillsDeps = {
  db: Database
  router: Pick<SwapRouter, 'quotes'>
  logger: Pick<Logger, 'debug'>
  now: () => Date
  /** Resolves after `ms`. */
  pause: (ms: number) => Promise<void>
}

/** The attempt is stored within a moment after it is signed; bytes that were thrown away never are. */
const LOOKS = 15
const LOOK_AGAIN_MS = 20
/** Vendors' budgets are for trades: while one pair is being quoted the next attempts go unpaired. */
const AT_ONCE = 2

/**
 * Signs as the signer does, and beside each signed trade asks what paper mode would have filled it for: one
 * quote, before the transaction lands and moves the price itself. Never holds a trade up, never fails one.
 */
export const pairingSigner = (signer: Signer, deps: PairFillsDeps): Signer => {
  let running = 0
  const pair = async (signature: string, signedAt: Date): Promise<void> => {
    if (running >= AT_ONCE) return
    running += 1
    try {
      await pairFill(deps, signature, signedAt)
    } catch (error) {
      deps.logger.debug({ signature, error: errorMessage(error) }, 'fill not paired')
    } finally {
      running -= 1
    }
  }
  return {
    sign: async (wallet, transaction) => {
      const signed = await signer.sign(wallet, transaction)
      void pair(signed.signature, deps.now())
      return signed
    },
  }
}

const pairFill = async (deps: PairFillsDeps, signature: string, signedAt: Date): Promise<void> => {
  const attempt = await storedSoon(deps, signature)
  if (!attempt) return
  const { orderId, side, tokenMint, inputRaw, quotedOutRaw, minOutRaw, slippageBps } = attempt
  const [inputMint, outputMint] = side === 'BUY' ? [USDC_MINT, tokenMint] : [tokenMint, USDC_MINT]
  const { outputRaw } = await bestQuote(deps.router, { inputMint, outputMint, inputRaw, slippageBps })
  const at = deps.now()
  await storePaperFill(deps.db, {
    ...{ signature, orderId, side, quotedOutRaw, at },
    simulatedOutRaw: outputRaw < minOutRaw ? null : outputRaw,
    latencyMs: at.getTime() - signedAt.getTime(),
  })
}

const storedSoon = async (deps: PairFillsDeps, signature: string) => {
  for (let look = 0; look < LOOKS; look += 1) {
    await deps.pause(LOOK_AGAIN_MS)
    const attempt = await attemptToPair(deps.db, signature)
    if (attempt) return attempt
  }
  return null
}
