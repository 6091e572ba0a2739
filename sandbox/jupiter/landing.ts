import type { LandedTransaction } from '@/sandbox/chain/chain'
import { statusVeilFor } from '@/sandbox/rpc/status-veil'
import type { JupiterWorld } from './jupiter-world'
import type { Order } from './order-book'

export type Sending = { wire: Uint8Array; signature: string; order: Order; timeoutMs: number; path: string }
export type Landing = LandedTransaction | 'expired' | 'timed out'

/** Jupiter's senders repeat the same bytes until they land: every two seconds at 400 ms a slot. */
const RESEND_SLOTS = 5n

/**
 * Broadcasts and follows one transaction. `onSent` is called after the first broadcast, whether or not a fault
 * swallowed it. The answer comes at commitment "confirmed".
 */
export function landingOf(world: JupiterWorld, sending: Sending, onSent: () => void): Promise<Landing> {
  const { chain } = world
  const started = Date.now()
  let sendAgainAt = 0n
  const look = (): Landing | null => {
    const landed = visibleLanding(world, sending)
    if (landed) return landed
    const unseen = chain.transaction(sending.signature) === null
    if (unseen && chain.blockHeight > sending.order.lastValidBlockHeight) return 'expired'
    if (Date.now() - started >= sending.timeoutMs) return 'timed out'
    if (unseen && chain.slot >= sendAgainAt) {
      sendAgainAt = chain.slot + RESEND_SLOTS
      broadcast(world, sending)
    }
    return null
  }
  return new Promise((resolve) => {
    const settle = (landing: Landing) => {
      chain.off('slot', onSlot)
      resolve(landing)
    }
    const onSlot = () => {
      const landing = look()
      if (landing) settle(landing)
    }
    chain.on('slot', onSlot)
    onSlot()
    onSent()
  })
}

function broadcast({ chain, faults }: JupiterWorld, { wire, path }: Sending): void {
  const dropped =
    faults.take('jupiter', 'drop_transactions', path) ?? faults.take('chain', 'drop_transactions')
  if (!dropped) chain.submit(wire)
}

/** The landed transaction once confirmed, unless a `hide_status` fault still hides it. */
function visibleLanding({ chain, faults }: JupiterWorld, { signature }: Sending): LandedTransaction | null {
  const status = chain.status(signature)
  if (!status || status.confirmationStatus === 'processed') return null
  if (statusVeilFor(chain, faults).hides('jupiter', signature)) return null
  return chain.transaction(signature)
}
