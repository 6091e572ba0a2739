import type { Commitment } from '@/sandbox/chain/chain'
import { COMMITMENT_DEPTH } from '@/sandbox/chain/confirmation'

const LATER = ['confirmed', 'finalized'] as const

/** Holds events until their slot has reached a commitment. */
export class Maturing<T extends { slot: bigint }> {
  private readonly waiting: Record<(typeof LATER)[number], T[]> = { confirmed: [], finalized: [] }

  constructor(private readonly deliver: (event: T, commitment: Commitment) => void) {}

  add(event: T): void {
    for (const level of LATER) this.waiting[level].push(event)
  }

  /** To be called with the newest slot whenever that moves. */
  release(tip: bigint): void {
    for (const level of LATER) {
      const ripe = this.waiting[level].findIndex((event) => tip - event.slot < COMMITMENT_DEPTH[level])
      const released = this.waiting[level].splice(0, ripe === -1 ? Infinity : ripe)
      for (const event of released) this.deliver(event, level)
    }
  }
}
