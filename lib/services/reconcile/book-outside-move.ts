import type { Executor, Database } from '@/lib/db/client'
import { liveAttempt } from '@/lib/db/attempt-repository'
import {
  bookedHoldings,
  type BookedHolding,
  type HoldingWallet,
  lockOrdersOn,
  lockPositionsOn,
} from '@/lib/db/holdings-repository'
import { findWorkingSell, type OrderRow } from '@/lib/db/order-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { shrinkNewestFirst } from '@/lib/domain/positions/outside-move'
import { storeAlert } from '../alerts/raise-alert'
import { capWorkingSell } from './cap-working-sell'
import { type DerivedPrice } from './derive-price'
import { shrinkPosition } from './shrink-position'
import { outsideAlert, type ToldMove } from './tell-outside-move'

export type OutsideMove = {
  wallet: HoldingWallet
  /** The books as they were before the chain was read. */
  booked: BookedHolding
  /** What the chain is proven to hold, and when. */
  heldRaw: bigint
  slot: bigint
  price: DerivedPrice
}

export type OutsideMoveDeps = { db: Database; now: () => Date; newId: () => string }

/**
 * Tokens of positions left the wallet without us: the positions shrink, the newest first, and what left
 * counts as sold at the derived price. Everything in one transaction, and only while the books still say
 * what they said before the chain was read and nothing is out that could explain it; else null.
 */
export const bookOutsideMove = (deps: OutsideMoveDeps, move: OutsideMove): Promise<ToldMove[] | null> =>
  deps.db.transaction(async (tx) => {
    const { wallet, booked, heldRaw } = move
    await lockUser(tx, wallet.userId)
    const orders = await lockOrdersOn(tx, wallet.id, booked.mint)
    for (const order of orders) if (await liveAttempt(tx, order.id)) return null
    const positions = await lockPositionsOn(tx, wallet.id, booked.mint)
    const [current] = await bookedHoldings(tx, wallet.id, booked.mint)
    if (!current || current.busy) return null
    if (current.fills !== booked.fills || current.amountRaw !== booked.amountRaw) return null

    const shrunk: ToldMove[] = []
    for (const { positionId, takeRaw } of shrinkNewestFirst(positions, current.amountRaw - heldRaw)) {
      const position = positions.find(({ id }) => id === positionId)!
      const sell = await workingSell(tx, positionId, orders)
      if (sell === 'unlocked') throw new RaceError(positionId)
      const left = await shrinkPosition(tx, deps, { position, takeRaw, slot: move.slot, price: move.price })
      if (sell) await capWorkingSell(tx, sell, left.amountRaw, deps.now())
      shrunk.push({ ...left, alert: await storeAlert(tx, deps, outsideAlert(left)) })
    }
    return shrunk
  })

/** An exit began between the two locks. Everything is taken back and looked at again. */
class RaceError extends Error {
  constructor(positionId: string) {
    super(`an exit of position ${positionId} began meanwhile`)
  }
}

const workingSell = async (
  tx: Executor,
  positionId: string,
  locked: readonly OrderRow[],
): Promise<OrderRow | 'unlocked' | null> => {
  const working = await findWorkingSell(tx, positionId)
  return working && (locked.find((order) => order.id === working.id) ?? 'unlocked')
}
