import type { SwapInstructionsResponse } from '@jup-ag/api/dist/index.mjs'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { SwapPriority } from '@/lib/ports/execution-venue'
import { type Assembled, type AssemblyDeps, assembleSwap, type SwapToAssemble } from './assemble-swap'

export type TippingDeps = AssemblyDeps & {
  logger: Pick<Logger, 'warn'>
  /** So many times longer than usual a trade may wait for its tip; 1 where nobody says otherwise. */
  patience?: number
}

const TIPPED_MS = { exit: 700, entry: 1_200, refresh: 1_200 } as const satisfies Record<SwapPriority, number>

/** How long a tip may hold a transaction up. */
export const tippedMs = (priority: SwapPriority, { patience = 1 }: Pick<TippingDeps, 'patience'>): number =>
  TIPPED_MS[priority] * patience

/**
 * Null for whatever goes wrong, and for what takes too long: without a tip the swap goes through all the same. The time
 * counts from when Jupiter is asked, because the ordinary transaction would wait for our own budget as well.
 */
export const tippedSwap = async (
  deps: TippingDeps,
  priority: SwapPriority,
  ask: (onSent: () => void) => Promise<SwapInstructionsResponse>,
  swap: Omit<SwapToAssemble, 'instructions'>,
): Promise<Assembled | null> => {
  let timer: NodeJS.Timeout | undefined
  let onSent = (): void => {}
  const late = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Error(`It was not assembled within ${tippedMs(priority, deps)} ms.`))
    onSent = () => void (timer ??= setTimeout(refuse, tippedMs(priority, deps)))
  })
  const assemble = async () => assembleSwap(deps, { ...swap, instructions: await ask(onSent) })
  try {
    return await Promise.race([assemble(), late])
  } catch (error) {
    deps.logger.warn({ reason: errorMessage(error) }, 'A swap goes without its tip')
    return null
  } finally {
    clearTimeout(timer)
  }
}
