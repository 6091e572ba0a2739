import type { Database } from '@/lib/db/client'
import { type HoldingWallet, walletsWithPositions } from '@/lib/db/holdings-repository'
import { closeUnlessVouched, writeReconciliation } from '@/lib/db/reconciliation-repository'
import { errorMessage } from '@/lib/errors'
import { reconcileWallet, type ReconcileWalletDeps, type Sightings } from './reconcile-wallet'

export type ReconcilerDeps = ReconcileWalletDeps & {
  db: Database
  /** Tells other workers that this one has compared the books, for as long as it lives. */
  vouch: () => Promise<void>
  /** How long between two rounds while nothing is in doubt. */
  everyMs: number
  /** Once after the start, when the books are right: whatever must happen before the first entry. */
  beforeEntries: () => Promise<void>
  /** Once, when entries may be worked on. */
  onOpen: () => void
  logger: { warn(fields: object, message: string): void; info(fields: object, message: string): void }
}

const AT_ONCE = 4
/** Finality takes some seconds, and every look asks every node. */
const DOUBT_MS = 1_500

/**
 * Compares the chain with the books, at the start before any entry and then all the time. While it has not
 * come through once the gate is closed: entries wait, exits do not.
 */
export class Reconciler {
  private readonly sightings: Sightings = new Map()
  private dueAt = 0
  private open = false

  constructor(private readonly deps: ReconcilerDeps) {}

  isOpen(): boolean {
    return this.open
  }

  /**
   * Closes the gate for everybody who accepts entries, unless another worker has the books in hand. To be called
   * before anything else is started.
   */
  async begin(): Promise<void> {
    await this.close('JARVIS has just started and is comparing its books with the chain.')
  }

  /** Something looked as if tokens were missing: the next round does not wait. */
  poke(): void {
    this.dueAt = 0
  }

  /** Call it often; it does something when a round is due. */
  async step(): Promise<void> {
    if (this.deps.now().getTime() < this.dueAt) return
    const doubts = await this.round()
    const clean = doubts.length === 0
    this.dueAt = this.deps.now().getTime() + (clean ? this.deps.everyMs : DOUBT_MS)
    if (!this.open && clean) await this.deps.beforeEntries()
    // Also when it is open already: another worker may have closed the gate for all, and died.
    if (clean) await this.vouchAndOpen()
    else if (!this.open) await this.close(doubts.join(' '))
    if (this.open || !clean) return
    this.open = true
    this.deps.logger.info({}, 'the books agree with the chain; entries are open')
    this.deps.onOpen()
  }

  private async round(): Promise<string[]> {
    const wallets = await walletsWithPositions(this.deps.db)
    const doubts: string[] = []
    for (let at = 0; at < wallets.length; at += AT_ONCE) {
      const answers = await Promise.all(wallets.slice(at, at + AT_ONCE).map((wallet) => this.check(wallet)))
      doubts.push(...answers.filter((doubt) => doubt !== null))
    }
    return [...new Set(doubts)]
  }

  private async check(wallet: HoldingWallet): Promise<string | null> {
    try {
      if (await reconcileWallet(this.deps, wallet, this.sightings)) return null
      return 'A wallet holds less than its positions say; this is being proven.'
    } catch (error) {
      this.deps.logger.warn({ wallet: wallet.address, error: errorMessage(error) }, 'wallet not reconciled')
      return 'A wallet cannot be read from the chain.'
    }
  }

  /** Vouching first: nobody closes between the two. */
  private async vouchAndOpen(): Promise<void> {
    await this.deps
      .vouch()
      .catch((error: unknown) =>
        this.deps.logger.warn({ error: errorMessage(error) }, 'not vouched; said again after the next round'),
      )
    await writeReconciliation(this.deps.db, { clean: true, detail: null, since: this.deps.now() })
  }

  private close(detail: string): Promise<boolean> {
    return closeUnlessVouched(this.deps.db, { detail, since: this.deps.now() })
  }
}
