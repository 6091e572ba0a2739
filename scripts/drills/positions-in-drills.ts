import { expect } from 'vitest'
import { lotsMatchBooks } from './lots-in-drills'
import { positionLots } from './position-lots'
import { type Trader, type TradingWorld, USDC } from './trading-world'

/** Buys 100 dollars of BONK and waits until the position is open and its pool is watched. */
export const openBonk = async (world: TradingWorld, more: Record<string, unknown> = {}) => {
  const { orderId } = await world.placeBuy({
    token: 'BONK',
    amountUsd: 100,
    takeProfitPct: 20,
    stopLossPct: 10,
    ...more,
  })
  const order = await world.finished(orderId)
  expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
  await world.until('the pool is priced', async () => world.parts.feed.latest(order.token.mint)?.pool)
  return { order, position: await world.position(order.positionId!) }
}

/** Cost, proceeds, fees and holding of a position, against the chain's own record of its transactions, and its lots. */
export const booksMatchLedger = async (world: Trader, positionId: string): Promise<void> => {
  const [position, ledger, signatures] = await Promise.all([
    world.position(positionId),
    world.ledger(),
    positionLots(world.db, positionId),
  ])
  const own = ledger.transactions.filter((entry) => signatures.includes(entry.signature))
  expect(own).toHaveLength(signatures.length)
  const sum = (mint: string, sign: 1n | -1n) =>
    own
      .flatMap((entry) => entry.changes)
      .filter((change) => change.mint === mint && BigInt(change.deltaRaw) * sign > 0n)
      .reduce((total, change) => total + BigInt(change.deltaRaw), 0n)
  expect(position.costRaw).toBe(String(-sum(USDC, -1n)))
  expect(position.proceedsRaw).toBe(String(sum(USDC, 1n)))
  expect(position.feesLamports).toBe(String(-(sum('SOL', -1n) + sum('SOL', 1n))))
  expect(position.amountRaw).toBe(String(sum(position.token.mint, 1n) + sum(position.token.mint, -1n)))
  await lotsMatchBooks(world, positionId)
}

/** Every token the wallet holds beside USDC belongs to an open position, to the base unit. */
export const holdingsMatchPositions = async (world: Trader): Promise<void> => {
  const [ledger, positions] = await Promise.all([world.ledger(), world.positions()])
  const held = new Map<string, bigint>()
  for (const token of ledger.tokens)
    if (token.mint !== USDC && token.amountRaw !== '0') held.set(token.mint, BigInt(token.amountRaw))
  const booked = new Map<string, bigint>()
  for (const position of positions)
    if (position.amountRaw !== '0')
      booked.set(position.token.mint, (booked.get(position.token.mint) ?? 0n) + BigInt(position.amountRaw))
  expect(held).toEqual(booked)
}
