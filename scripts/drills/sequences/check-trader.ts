import { and, eq, isNull, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { orderAttempts, orders } from '@/drizzle/schema'
import { booksMatchLedger, holdingsMatchPositions } from '../positions-in-drills'
import { type Trader, USDC } from '../trading-world'

export const START = { lamports: 10_000_000_000n, usdcRaw: 10_000_000_000n }

/** Orders that are not finished, with their timelines' last words. */
export const openOrders = (trader: Trader) =>
  trader.db
    .select({ id: orders.id, side: orders.side, status: orders.status, reason: orders.reason })
    .from(orders)
    .where(
      and(
        eq(orders.userId, trader.user.userId),
        sql`${orders.status} in ('RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE')`,
      ),
    )

/** Every order with its state, as one text to be compared with another. */
export const orderStates = async (trader: Trader): Promise<string> => {
  const rows = await trader.db
    .select({ id: orders.id, status: orders.status, updatedAt: orders.updatedAt })
    .from(orders)
    .where(eq(orders.userId, trader.user.userId))
    .orderBy(orders.id)
  return JSON.stringify(rows)
}

/** The whole account against the chain's own record, to the base unit: every position, every coin, every fee. */
export const checkTrader = async (trader: Trader): Promise<void> => {
  const [ledger, positions, attempts] = await Promise.all([
    trader.ledger(),
    trader.positions(),
    attemptsOf(trader),
  ])
  for (const position of positions) await booksMatchLedger(trader, position.id)
  await holdingsMatchPositions(trader)

  const sum = (values: string[]): bigint => values.reduce((total, value) => total + BigInt(value), 0n)
  const spent = sum(positions.map(({ costRaw }) => costRaw))
  const received = sum(positions.map(({ proceedsRaw }) => proceedsRaw))
  const usdc = ledger.tokens.find(({ mint }) => mint === USDC)?.amountRaw ?? '0'
  expect(usdc, 'USDC').toBe(String(START.usdcRaw - spent + received))

  const fees = sum(positions.map(({ feesLamports }) => feesLamports)) + (await feesWithoutPosition(trader))
  expect(ledger.lamports, 'lamports').toBe(String(START.lamports - fees))

  const own = ledger.transactions.filter(({ signers }) => signers.includes(trader.user.wallet))
  const landed = attempts.filter(({ status }) => status === 'CONFIRMED' || status === 'FAILED')
  expect(own.map(({ signature }) => signature).sort()).toEqual(
    landed.map(({ signature }) => signature).sort(),
  )
  const filled = attempts.filter(({ status }) => status === 'CONFIRMED').map(({ orderId }) => orderId)
  expect(new Set(filled).size, 'one fill an order').toBe(filled.length)

  for (const position of positions) {
    const held = position.amountRaw !== '0'
    expect(held, `${position.id} is ${position.status}`).toBe(position.closedAt === null)
    if (held) expect(position.takeProfitPct !== null && position.stopLossPct !== null).toBe(true)
  }
}

const attemptsOf = (trader: Trader) =>
  trader.db
    .select({
      signature: orderAttempts.signature,
      status: orderAttempts.status,
      orderId: orderAttempts.orderId,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(eq(orders.userId, trader.user.userId))

/** What failed attempts of entries cost that never bought anything. */
const feesWithoutPosition = async (trader: Trader): Promise<bigint> => {
  const [row] = await trader.db
    .select({ fees: sql<string>`coalesce(sum(${orderAttempts.feeLamports}), 0)` })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.userId, trader.user.userId),
        isNull(orders.positionId),
        eq(orderAttempts.status, 'FAILED'),
      ),
    )
  return BigInt(row!.fees)
}
