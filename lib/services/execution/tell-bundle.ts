import type { AttemptRow } from '@/lib/db/attempt-repository'
import { addOrderEvent } from '@/lib/db/order-repository'
import { errorMessage } from '@/lib/errors'
import type { ExecutionDeps } from './execution-deps'
import { publishOrderSoon } from './publish-order'

/** Whether a transaction that landed did so as the bundle it was sent as. Told in its timeline; nothing depends on it. */
export const tellBundle = async (
  deps: ExecutionDeps,
  { orderId, signature, route }: AttemptRow,
): Promise<void> => {
  if (!deps.bundleOf || route?.landing?.path !== 'bundle') return
  try {
    const bundle = await deps.bundleOf(signature)
    const detail = bundle
      ? `Jito landed it in slot ${bundle.slot}, as bundle ${bundle.bundleId}.`
      : 'Jito tells of no bundle with it: the nodes may have landed it.'
    await addOrderEvent(deps.db, orderId, deps.now(), 'bundle', detail)
    publishOrderSoon(deps, orderId)
  } catch (error) {
    deps.logger.warn({ orderId, error: errorMessage(error) }, 'Jito told nothing of a bundle')
  }
}
