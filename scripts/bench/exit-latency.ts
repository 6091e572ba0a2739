import { randomUUID } from 'node:crypto'
import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import { call, type Instance } from './instance'
import { percentile } from './percentile'

const ROUNDS = 20
const SENT_LIMIT_MS = 700
const CLOSED_LIMIT_MS = 3_000

type Round = { move: string; sentMs: number; closedMs: number; reason: string | null }

/**
 * From the moment a pool's price moves on the chain to the sell being handed to the senders, and to the
 * position shown as closed; through the public API of a whole running JARVIS, targets and stops in turn.
 */
export const exitLatency = async ({ api, control, token }: Instance) => {
  await call(`${control}/market`, { method: 'PUT', body: { frozen: true } })
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneExit({ api, control, token }, round))
  const sent = rounds.map((round) => round.sentMs)
  const closed = rounds.map((round) => round.closedMs)
  const figures = {
    rounds: ROUNDS,
    sentMs: { p50: percentile(sent, 50), p95: percentile(sent, 95), max: Math.max(...sent) },
    closedMs: { p50: percentile(closed, 50), p95: percentile(closed, 95), max: Math.max(...closed) },
  }
  return {
    figures,
    baseline: { name: 'limits asked for', sentP95Ms: SENT_LIMIT_MS, closedMs: CLOSED_LIMIT_MS },
    ratio: figures.sentMs.p95 / SENT_LIMIT_MS,
    passed: figures.sentMs.p95 <= SENT_LIMIT_MS && figures.closedMs.max <= CLOSED_LIMIT_MS,
    detail: rounds,
  }
}

/** Ten stops in a row are what the protections stop a trader from. */
const liftLocks = async ({ api, token }: Pick<Instance, 'api' | 'token'>): Promise<void> => {
  const { locks } = await call<{ locks: { id: string }[] }>(`${api}/locks`, { token })
  for (const { id } of locks) await call(`${api}/locks/${id}`, { method: 'DELETE', token })
}

const oneExit = async (
  { api, control, token }: Pick<Instance, 'api' | 'control' | 'token'>,
  round: number,
): Promise<Round> => {
  const up = round % 2 === 0
  await liftLocks({ api, token })
  const { position } = await call<{ position: PositionView }>(`${api}/trade/buy`, {
    method: 'POST',
    token,
    key: randomUUID(),
    body: { token: 'BONK', amountUsd: 100, takeProfitPct: 20, stopLossPct: 10 },
  })
  const moved = Date.now()
  await call(`${control}/market/BONK`, { method: 'PUT', body: { changePct: up ? 25 : -15 } })
  const closed = await untilClosed(api, token, position.id)
  const closedMs = Date.now() - moved
  const { orders } = await call<{ orders: OrderView[] }>(`${api}/orders?limit=1`, { token })
  const sent = orders[0]!.timeline.find((event) => event.step === 'sent')!
  await call(`${control}/market/BONK`, { method: 'PUT', body: { changePct: up ? -20 : 100 / 0.85 - 100 } })
  return {
    move: up ? '+25 %' : '-15 %',
    sentMs: Date.parse(sent.at) - moved,
    closedMs,
    reason: closed.exitReason,
  }
}

const untilClosed = async (api: string, token: string, id: string): Promise<PositionView> => {
  for (;;) {
    const { position } = await call<{ position: PositionView }>(`${api}/positions/${id}`, { token })
    if (position.closedAt !== null) return position
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
