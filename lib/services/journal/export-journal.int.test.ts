import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog } from '@/drizzle/schema'
import type { JournalEnd, JournalRow } from '@/lib/contracts/journal'
import { openTradingWorld, type TradingWorld } from '@/scripts/drills/trading-world'
import { exportJournal } from './export-journal'

let world: TradingWorld
let folder: string
beforeAll(async () => {
  world = await openTradingWorld()
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'journal-'))
  const worker = await world.startTrading()
  const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 100 })
  const bought = await world.finished(orderId)
  await world.placeBuy({ token: 'WIF', amountUsd: 501 })
  const sold = await world.placeSell(bought.positionId!)
  await world.finished(sold.orderId)
  await worker.stop()
})
afterAll(async () => {
  await world?.close()
  await fs.rm(folder, { recursive: true, force: true })
})

const context = (userId: number) => ({
  actor: { kind: 'user' as const, id: String(userId) },
  userId,
  now: () => new Date(),
  newId: randomUUID,
})
const exported = async (input: Partial<Parameters<typeof exportJournal>[2]> = {}, userId?: number) => {
  const parts: string[] = []
  const ctx = context(userId ?? world.user.userId)
  for await (const part of exportJournal({ db: world.db }, ctx, { format: 'jsonl', ...input }))
    parts.push(part)
  return parts.join('')
}
const read = (text: string) => {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRow & JournalEnd)
  return { rows: lines.slice(0, -1) as JournalRow[], end: lines.at(-1) as JournalEnd }
}

const verify = async (text: string): Promise<string> => {
  const file = path.join(folder, `${randomUUID()}.jsonl`)
  await fs.writeFile(file, text)
  const script = path.resolve('scripts/verify-journal.mjs')
  return promisify(execFile)(process.execPath, [script, file]).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  )
}

describe('the decision journal', () => {
  it('tells each order with its reasons, attempts and outcome', async () => {
    const { rows, end } = read(await exported())
    expect(rows.map((row) => [row.inputs.side, row.risk.verdict, row.outcome.status])).toEqual([
      ['BUY', 'accepted', 'FILLED'],
      ['BUY', 'denied', 'DENIED'],
      ['SELL', 'accepted', 'FILLED'],
    ])
    const [buy, denied, sell] = rows
    expect(buy).toMatchObject({
      token: { symbol: 'BONK' },
      inputs: { amountUsd: '100', takeProfitPct: '20', stopLossPct: '10' },
      attempts: [{ status: 'CONFIRMED', inputRaw: '100000000' }],
      outcome: { realisedPnlUsd: null, position: { status: 'CLOSED', exitReason: 'MANUAL' } },
    })
    expect(buy!.outcome.fills[0]!.signature).toBe(buy!.attempts[0]!.signature)
    expect(buy!.outcome.fills[0]!.quoteRaw).toBe('100000000')
    expect(buy!.safety).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'sell-test', level: 'pass' }),
      ]) as unknown,
      accepted: [],
    })
    expect(Date.parse(buy!.safety!.checkedAt)).toBe(Date.parse(buy!.createdAt))
    expect(sell!.safety).toBeNull()
    expect(denied).toMatchObject({
      risk: { code: 'risk.position_size', numbers: { passesUsd: '500' } },
      attempts: [],
      outcome: { fills: [], position: null },
    })
    const closed = await world.position(sell!.outcome.position!.id)
    expect(Number(sell!.outcome.realisedPnlUsd)).toBeCloseTo(Number(closed.pnlUsd), 5)
    expect(end).toMatchObject({ rows: 3, head: sell!.hash })
  })

  it('says which file it was in the audit log', async () => {
    const { end } = read(await exported({ from: new Date('2026-01-01T00:00:00Z') }))
    const rows = await world.db.select().from(auditLog).where(eq(auditLog.action, 'journal.exported'))
    expect(rows.at(-1)!.details).toEqual({ ...end, format: 'jsonl' })
  })

  it('is the same again, and shows any change', async () => {
    const text = await exported()
    expect(await exported()).toBe(text)
    expect(await verify(text)).toContain('3 rows, unchanged and complete')
    const lines = text.split('\n')
    expect(await verify(text.replace('"amountUsd":"100"', '"amountUsd":"101"'))).toContain(
      'Row 1 was changed',
    )
    expect(await verify([lines[0], ...lines.slice(2)].join('\n'))).toContain('rows are missing or moved')
    expect(await verify(lines.slice(0, 2).join('\n'))).toContain('cut short')
    expect(await verify([...lines.slice(0, 2), lines[3]].join('\n'))).toContain('rows are missing')
  })

  it('holds the asked-for time and nobody else’s orders', async () => {
    const { rows } = read(await exported())
    const from = new Date(rows[1]!.createdAt)
    expect(read(await exported({ from })).rows.map((row) => row.orderId)).toEqual(
      rows.slice(1).map((row) => row.orderId),
    )
    expect(read(await exported({ to: from })).rows.map((row) => row.orderId)).toEqual([rows[0]!.orderId])
    expect(read(await exported({}, world.user.userId + 1)).rows).toEqual([])
  })

  it('comes for a spreadsheet with the same hashes', async () => {
    const { rows } = read(await exported())
    const [head, ...lines] = (await exported({ format: 'csv' })).trimEnd().split('\r\n')
    expect(head).toMatch(/^seq,createdAt,orderId,.*,hash$/)
    expect(lines.map((line) => line.split(',').at(-1))).toEqual(rows.map((row) => row.hash))
  })
})
