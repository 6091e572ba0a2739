import type { AttemptRow } from '@/lib/db/attempt-repository'
import { bookedHoldings } from '@/lib/db/holdings-repository'
import { liveOnOtherSide } from '@/lib/db/other-side-repository'
import { addOrderEvent, firstOrderEvent } from '@/lib/db/order-repository'
import { DEATH_WITNESSES } from '@/lib/domain/orders/resolve-attempt'
import { looksLanded } from '@/lib/domain/orders/silent-move'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { publishOrderSoon } from './publish-order'
import { orAfter } from './router/or-after'

/** A node that does not tell within this is not waited for. */
const PATIENCE_MS = 2_000
/** After this much doubt the nodes' word counts. An exit that waits may cost more than one that is tried twice. */
const LONGEST_DOUBT_MS = { BUY: 300_000, SELL: 60_000 }
const STEP = 'doubted'
/** One more than needed. */
const ASKED = DEATH_WITNESSES + 1

/** `unclear`: dead by the nodes' word alone, because doubt has lasted long enough. */
export type Death = 'certain' | 'doubtful' | 'unclear'

/**
 * Two nodes swear that they do not know a transaction whose time has passed. What they hold of the wallet is another
 * witness: a node may lose what it knows of signatures and keep its balances (ADR 26). Doubtful while it looks as
 * though it had landed; of a buy, where nobody waits, also while too few of the same nodes tell.
 */
export const judgeDeath = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  witnesses: readonly string[],
): Promise<Death> => {
  const { side, id } = job.order
  const look = await lookAt(deps, job, attempt, witnesses)
  if (look === 'unmoved') return 'certain'
  const now = deps.now()
  const first = await firstOrderEvent(deps.db, id, STEP, attempt.signedAt)
  if (!first) {
    if (look === 'untold' && side === 'SELL') return 'certain'
    await addOrderEvent(deps.db, id, now, STEP, WORDS[look](side))
    publishOrderSoon(deps, id)
  }
  const isOver = first !== null && now.getTime() - first.getTime() > LONGEST_DOUBT_MS[side]
  return isOver ? 'unclear' : 'doubtful'
}

/** `early`: another trade of the token was booked just now, and what is held does not show it yet. */
type Look = 'moved' | 'unmoved' | 'untold' | 'early'

const WORDS = {
  moved: (side: 'BUY' | 'SELL') =>
    `No node knows it and its time has passed, yet the wallet ${side === 'BUY' ? 'holds' : 'lacks'} what it was to move. Nothing else is signed until that is cleared up.`,
  early: () =>
    'No node knows it and its time has passed. Another trade of this token was booked just now; what the wallet holds is compared once the nodes show that one too.',
  untold: () =>
    'No node knows it and its time has passed, but too few tell what the wallet holds. Nothing else is signed until they do.',
}

const lookAt = async (
  deps: ExecutionDeps,
  { order, wallet }: Job,
  attempt: AttemptRow,
  witnesses: readonly string[],
): Promise<Look> => {
  const { side, tokenMint: mint } = order
  const booked = () => bookedHoldings(deps.db, wallet.id, mint).then(([holding]) => holding)
  const before = await booked()
  const hiddenRaw = await liveOnOtherSide(deps.db, { walletId: wallet.id, mint, side })
  const told = await Promise.all(
    witnesses
      .slice(0, ASKED)
      .map((node) => orAfter(deps.chain.finalizedHolding(node, wallet.address, mint), PATIENCE_MS, null)),
  )
  const after = await booked()
  if (before?.fills !== after?.fills || before?.amountRaw !== after?.amountRaw) return 'early'
  const heard = told.filter((holding) => holding !== null)
  if (heard.length < DEATH_WITNESSES) return 'untold'
  if (heard.some(({ slot }) => slot < (before?.lastSlot ?? 0n))) return 'early'
  const moved = heard.filter((holding) =>
    looksLanded({
      ...{ side, hiddenRaw, movedRaw: side === 'BUY' ? attempt.minOutRaw : attempt.inputRaw },
      ...{ bookedRaw: before?.amountRaw ?? 0n, heldRaw: holding.amountRaw },
    }),
  )
  // One node that is wrong holds up no exit.
  const enough = side === 'BUY' ? 1 : DEATH_WITNESSES
  return moved.length >= enough ? 'moved' : 'unmoved'
}
