import { createHash } from 'node:crypto'
import type { Chain } from '@/sandbox/chain/chain'

/** SHA-256 of the signatures, joined by commas (docs.jito.wtf, "Bundle ID"). */
export const bundleIdOf = (signatures: readonly string[]): string =>
  createHash('sha256').update(signatures.join(',')).digest('hex')

const MOST_REMEMBERED = 1_000

/** Remembers which transactions came as a bundle, to answer `getBundleStatuses`: null for what has not landed. */
export class BundleBook {
  private readonly known = new Map<string, string[]>()

  constructor(private readonly chain: Chain) {}

  remember(signatures: string[]): string {
    const id = bundleIdOf(signatures)
    this.known.set(id, signatures)
    if (this.known.size > MOST_REMEMBERED) this.known.delete(this.known.keys().next().value!)
    return id
  }

  status(id: string) {
    const signatures = this.known.get(id)
    const status = signatures && this.chain.status(signatures[0]!)
    if (!status || status.err !== null) return null
    return {
      bundle_id: id,
      transactions: signatures,
      slot: Number(status.slot),
      confirmation_status: status.confirmationStatus,
      err: { Ok: null },
    }
  }
}
