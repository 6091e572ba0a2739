import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import type { PriceFeed, PriceTick } from '../prices/price-tick'
import { canJudge, type JudgeableTick } from './judgeable-tick'

/** A step from one price to the next that is looked at twice before it is believed. */
const SUSPICIOUS = decimal('0.05')
/** Two looks at one pool this close tell the same. */
const AGREES = decimal('0.02')
/** Without any second node to ask, a price that stands for so long is believed. */
const STANDS_MS = 2_000
/** A look that takes longer counts as silence: the node is busy or hangs, and the price must not wait for it. */
const SLOW_MS = 1_000

export type Verdict =
  | { kind: 'agrees' | 'differs'; tick: JudgeableTick }
  /** Nobody could be asked; ask again. */
  | { kind: 'silent' }

/**
 * One question to other nodes. `turn` is the wait of those who ask now, over once it is answered or slow. An answer
 * that comes between two turns is kept for the next: it is no older than the pause between two checks.
 */
type Look = {
  answer: Promise<PriceTick | null>
  answeredAt: number | null
  turn: { since: number; heard: Promise<PriceTick | null> } | null
}

export type PriceDoubtDeps = {
  feed: Pick<PriceFeed, 'readAgain'>
  now: () => Date
  /** Two nodes told different prices of one pool at one time. */
  onDifference: (mint: string, told: Decimal, second: Decimal) => void
}

/** Whether they differ by no more than this part of the second: without dividing, as every price is asked about. */
const isNear = (one: Decimal, other: Decimal, part: Decimal): boolean =>
  one.minus(other).abs().lte(other.mul(part))

/** Decides which prices are believed: a single bad price from a single node sells nothing. */
export class PriceDoubt {
  private readonly believed = new Map<string, Decimal>()
  private readonly looks = new Map<string, Look>()
  private readonly silences = new Map<string, { since: number; last: number }>()

  constructor(private readonly deps: PriceDoubtDeps) {}

  isPlausible(tick: JudgeableTick): boolean {
    const before = this.believed.get(tick.mint)
    // The first price is a step from nowhere: nothing vouches for it.
    return before !== undefined && !before.isZero() && isNear(tick.priceUsd, before, SUSPICIOUS)
  }

  believe(tick: JudgeableTick): void {
    this.believed.set(tick.mint, tick.priceUsd)
  }

  /** A second look from another node. Everyone who asks for a mint while one is under way shares it. */
  async lookAgain(tick: JudgeableTick): Promise<Verdict> {
    const { since, heard } = this.turnOf(tick.mint)
    const second = await heard
    if (!second || !canJudge(second)) return this.afterSilence(tick, since)
    this.silences.delete(tick.mint)
    if (isNear(second.priceUsd, tick.priceUsd, AGREES)) return { kind: 'agrees', tick: second }
    if (!isNear(second.priceUsd, tick.priceUsd, SUSPICIOUS))
      this.deps.onDifference(tick.mint, tick.priceUsd, second.priceUsd)
    return { kind: 'differs', tick: second }
  }

  private turnOf(mint: string): NonNullable<Look['turn']> {
    const known = this.looks.get(mint)
    if (known?.turn) return known.turn
    const since = this.deps.now().getTime()
    const stale = known?.answeredAt != null && since - known.answeredAt > SLOW_MS
    const look = !known || stale ? this.startLook(mint) : known
    const turn = { since, heard: this.waitFor(mint, look) }
    look.turn = turn
    return turn
  }

  private startLook(mint: string): Look {
    const answer = this.deps.feed.readAgain(mint).finally(() => {
      look.answeredAt = this.deps.now().getTime()
    })
    const look: Look = { answer, answeredAt: null, turn: null }
    this.looks.set(mint, look)
    return look
  }

  private async waitFor(mint: string, look: Look): Promise<PriceTick | null> {
    let timer: NodeJS.Timeout | undefined
    const slow = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), SLOW_MS)))
    try {
      return await Promise.race([look.answer, slow])
    } finally {
      clearTimeout(timer)
      look.turn = null
      if (look.answeredAt !== null) this.looks.delete(mint)
    }
  }

  /** Only a silence without a break counts: one of an hour ago proves nothing about this price. */
  private afterSilence(tick: JudgeableTick, asked: number): Verdict {
    const now = this.deps.now().getTime()
    const before = this.silences.get(tick.mint)
    const since = before && asked - before.last <= STANDS_MS ? before.since : asked
    this.silences.set(tick.mint, { since, last: now })
    return now - since >= STANDS_MS ? { kind: 'agrees', tick } : { kind: 'silent' }
  }
}
