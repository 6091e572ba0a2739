import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { attemptStatuses } from '@/lib/domain/orders/attempt-status'
import { orderStatuses } from '@/lib/domain/orders/order-status'
import { positionStatuses } from '@/lib/domain/positions/position-status'
import { operationStatuses } from '@/lib/domain/wallets/operation-status'

type Sql = postgres.Sql

/** Brings a database to where it was after migration number `last`. */
export const migrateTo = async (databaseUrl: string, last: number): Promise<void> => {
  // Of its own: drizzle changes how a client writes dates.
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'))
  try {
    cpSync('drizzle/migrations', folder, { recursive: true })
    const journal = path.join(folder, 'meta/_journal.json')
    const all = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { idx: number }[] }
    writeFileSync(journal, JSON.stringify({ ...all, entries: all.entries.filter(({ idx }) => idx <= last) }))
    await migrate(drizzle(sql), { migrationsFolder: folder })
  } finally {
    rmSync(folder, { recursive: true })
    await sql.end()
  }
}

const at = new Date('2026-11-20T10:00:00Z')
const plan = { take_profit_pct: '20', stop_loss_pct: '10' }
const MINT = 'OldToken111111111111111111111111111111111'

/**
 * What a house that ran before step 3 (migration 22) may hold, written in the columns of that time: positions and
 * orders in every status, attempts in every status, fills, lots with their sales, withdrawals in every status, and what a
 * trader has set.
 */
export const fillOlderDatabase = async (sql: Sql) => {
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const values = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isJson(value) ? sql.json(value as never) : value]),
    )
    await sql`insert into ${sql(table)} ${sql(values)}`
    return String(row.id)
  }
  const [user] = await sql<{ id: number }[]>`insert into users (display_name) values ('Old') returning id`
  const userId = user!.id
  const walletId = await insert('wallets', {
    ...{ id: randomUUID(), user_id: userId, kind: 'TRADING', address: 'old' },
  })
  await insert('tokens', { mint: MINT, symbol: 'OLD', name: 'Old', decimals: 5, token_program: 'p' })
  await insert('user_preferences', {
    ...{ user_id: userId, take_profit_pct: '33', stop_loss_pct: '7', updated_at: at },
    buy_amounts_usd: ['25'],
  })
  const owner = { user_id: userId, wallet_id: walletId, token_mint: MINT }
  const when = { created_at: at, updated_at: at }

  const position = (status: string, amount: string) =>
    insert('positions', {
      ...{ id: randomUUID(), ...owner, ...plan, status, amount_raw: amount, bought_raw: '1000' },
      ...{ cost_raw: '100000001', fees_lamports: '2054281', fees_usd: '0.3366666666' },
      ...{ entry_price_usd: '10000.0001', ladder: [{ atPct: '5', sellPct: '50' }], opened_at: at },
      ...(amount === '0' ? { closed_at: at, exit_reason: 'MANUAL' } : { trailing_stop_pct: '5' }),
      ...(status === 'TRAPPED' && { trapped_reason: 'frozen', trapped_at: at }),
      ...(status === 'OPEN' && { peak_price_usd: '10100.5', peak_amount_raw: '1000' }),
    })
  const order = (side: string, status: string, change: Record<string, unknown> = {}) =>
    insert('orders', {
      ...{ id: randomUUID(), ...owner, ...plan, ...when, side, status, algorithm: 'MARKET' },
      ...{ input_raw: '1000', reason: 'MANUAL', actor: { kind: 'user', id: String(userId) } },
      ...(side === 'BUY' && { amount_usd: '0.001' }),
      ...(status === 'DENIED' && { denial_code: 'risk.daily_loss', denial_detail: 'Too much' }),
      ...change,
    })
  const attempt = (orderId: string, seq: number, status: string) =>
    insert('order_attempts', {
      ...{ id: randomUUID(), order_id: orderId, seq, venue: 'jupiter', status, signature: randomUUID() },
      ...{ transaction: Buffer.from([1, 2, 3]), blockhash: 'hash', last_valid_block_height: '900' },
      ...{ input_raw: '1000', quoted_out_raw: '9', min_out_raw: '8', slippage_bps: 50 },
      ...{ quote: { venue: 'jupiter' }, signed_at: at },
    })

  const ids: { positions: Record<string, string>; orders: Record<string, string> } = {
    positions: {},
    orders: {},
  }
  for (const status of positionStatuses) {
    const held = ['OPEN', 'CLOSING', 'TRAPPED'].includes(status)
    const id = await position(status, held ? '667' : '0')
    ids.positions[status] = id
    const buy = await order('BUY', 'FILLED', { position_id: id })
    const sell = await order('SELL', 'FILLED', { position_id: id, exit_seq: 1 })
    const lot = await insert('lots', {
      ...{ id: randomUUID(), position_id: id, seq: 1, order_id: buy, bought_raw: '1000' },
      ...{ cost_raw: '100000001', fee_lamports: '2054281', remaining_raw: held ? '667' : '0' },
      ...{ remaining_cost_raw: '66700001', remaining_fee_lamports: '1370206', opened_at: at },
      ...{ remaining_fee_usd: '0.2245566666', remaining_unvalued_lamports: '0' },
    })
    const fill = async (side: string, orderId: string, amount: string) => {
      await attempt(orderId, 1, 'CONFIRMED')
      return insert('trades', {
        ...{ id: randomUUID(), order_id: orderId, position_id: id, side, signature: randomUUID() },
        ...{ slot: '77', token_raw: amount, quote_raw: '33300000', fee_lamports: '10000' },
        ...{ price_usd: '1', venue: 'jupiter', executed_at: at },
      })
    }
    await fill('BUY', buy, '1000')
    const trade = await fill('SELL', sell, held ? '333' : '1000')
    await insert('lot_sales', {
      ...{ position_id: id, lot_id: lot, trade_id: trade, sold_raw: '333', proceeds_raw: '33300000', at },
      ...{ cost_raw: '33300000', fees_lamports: '684075', fees_usd: '0.11211', fees_unvalued_lamports: '0' },
      ...{ realised_usd: '-0.11211' },
    })
  }
  for (const status of orderStatuses) ids.orders[status] = await order('BUY', status)
  ids.orders.LIMIT = await order('BUY', 'WORKING', {
    ...{ type: 'LIMIT', limit_price_usd: '0.5', expires_at: new Date('2030-01-01T00:00:00Z') },
  })
  ids.orders.SELLING = await order('SELL', 'WORKING', { position_id: ids.positions.CLOSING, exit_seq: 2 })
  const attempted = await order('BUY', 'WORKING')
  const dead = attemptStatuses.filter((status) => ['FAILED', 'EXPIRED'].includes(status))
  for (const [place, status] of [...dead, 'SENT'].entries()) await attempt(attempted, place + 1, status)
  ids.orders.SENT = attempted
  await attempt(ids.orders.SELLING, 1, 'SIGNED')
  await insert('signature_requests', {
    ...{ id: randomUUID(), order_id: ids.orders.AWAITING_SIGNATURE, seq: 1, venue: 'jupiter' },
    ...{ transaction: Buffer.from([4]), blockhash: 'hash', last_valid_block_height: '900' },
    ...{ input_raw: '1000', quoted_out_raw: '9', min_out_raw: '8', slippage_bps: 50 },
    ...{ quote: { venue: 'jupiter' }, built_at: at },
  })
  const operations: Record<string, string> = {}
  for (const status of operationStatuses)
    operations[status] = await insert('wallet_operations', {
      ...{ id: randomUUID(), user_id: userId, wallet_id: walletId, kind: 'WITHDRAWAL', status, ...when },
      ...{ amount_raw: '1000', destination: 'cold', value_usd: '3', idempotency_key: status },
      ...{ body_hash: 'hash', actor: { kind: 'user', id: String(userId) }, detail: 'as it was' },
      ...(status !== 'RECEIVED' && { transaction: Buffer.from([5]), signature: `${status} withdrawal` }),
      ...(status !== 'RECEIVED' && { blockhash: 'hash', last_valid_block_height: '900' }),
    })
  for (const id of Object.values(ids.orders))
    await insert('order_events', { order_id: id, at, step: 'received', detail: 'as it was' })
  return { userId, operations, ...ids }
}

const isJson = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)
