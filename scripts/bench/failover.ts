import { setTimeout as pause } from 'node:timers/promises'
import { createSolanaRpc } from '@/lib/adapters/solana-rpc/solana-rpc'
import { startSandboxProcess } from './bench-world'
import { percentile } from './percentile'
import { openSlowFront } from './slow-front'

const NODES = ['helius', 'quicknode', 'alchemy', 'triton', 'public'] as const
const TIERS = [1, 1, 2, 2, 3] as const
/** What a node a continent away adds. */
const LATENCY_MS = 30
const CALLS_A_SECOND = 20
const CALM_S = 6
const FAULTY_S = 6
const TIMEOUT_MS = 3_000
const P95_LIMIT_MS = 100

const faults = [
  { kind: 'down' },
  { kind: 'hang' },
  { kind: 'rate_limit', value: 5 },
  { kind: 'lag_slots', value: 100 },
] as const

type Call = { ms: number; height: bigint; failed: boolean }

/**
 * Blockhashes are asked for all the time, the first node breaks, and what each answer takes longer than before is
 * measured; also how many answers were older than one given before by more than ten blocks.
 */
export const failover = async () => {
  const sandbox = await startSandboxProcess(0)
  const front = await openSlowFront()
  const url = await front.inFrontOf(sandbox.url)
  front.slowDown(LATENCY_MS)
  const control = (method: string, body?: object) =>
    fetch(`${sandbox.url}/control/faults`, { method, ...(body && { body: JSON.stringify(body) }) })
  try {
    // The slowest node of a chain this young must be 100 slots behind something.
    await pause(45_000)
    const figures: Record<string, object> = {}
    const rows = []
    for (const fault of faults) {
      const row = await measure(url, () => control('POST', { target: 'helius', ...fault }))
      await control('DELETE')
      figures[fault.kind] = row
      rows.push(row)
    }
    const worst = Math.max(...rows.map(({ p95AddedMs }) => p95AddedMs))
    const sound = rows.every(({ failed, stale }) => failed === 0 && stale === 0)
    return {
      figures,
      baseline: { name: 'one request timing out', ms: TIMEOUT_MS, p95LimitMs: P95_LIMIT_MS },
      ratio: Math.max(...rows.map(({ maxAddedMs }) => maxAddedMs)) / TIMEOUT_MS,
      passed: sound && worst <= P95_LIMIT_MS,
    }
  } finally {
    await front.close()
    await sandbox.end()
  }
}

const measure = async (url: string, breakFirst: () => Promise<unknown>) => {
  const rpc = createSolanaRpc({
    providers: NODES.map((name, place) => ({
      name,
      url: `${url}/rpc/${name}`,
      wsUrl: `${url.replace('http', 'ws')}/rpc/${name}`,
      tier: TIERS[place]!,
    })),
    rps: 200,
    timeoutMs: TIMEOUT_MS,
    logger: { warn: () => {} },
  })
  const ask = async (): Promise<Call> => {
    const startedAt = performance.now()
    const height = await rpc.latestBlockhash().then(
      (answer) => answer.lastValidBlockHeight,
      () => null,
    )
    return { ms: performance.now() - startedAt, height: height ?? 0n, failed: height === null }
  }
  try {
    const calm = await steady(ask, CALM_S)
    await breakFirst()
    const faulty = await steady(ask, FAULTY_S)
    const usual = percentile(
      calm.map(({ ms }) => ms),
      50,
    )
    const added = faulty.map(({ ms }) => Math.max(0, Math.round(ms - usual)))
    return {
      calls: faulty.length,
      usualMs: Math.round(usual),
      firstAddedMs: added[0]!,
      p50AddedMs: percentile(added, 50),
      p95AddedMs: percentile(added, 95),
      maxAddedMs: Math.max(...added),
      failed: faulty.filter(({ failed }) => failed).length,
      stale: staleOf([...calm, ...faulty]),
    }
  } finally {
    await rpc.close()
  }
}

const steady = async (ask: () => Promise<Call>, seconds: number): Promise<Call[]> => {
  const calls: Promise<Call>[] = []
  for (let n = 0; n < seconds * CALLS_A_SECOND; n += 1) {
    calls.push(ask())
    await pause(1_000 / CALLS_A_SECOND)
  }
  return Promise.all(calls)
}

const staleOf = (calls: readonly Call[]): number => {
  let [newest, stale] = [0n, 0]
  for (const { height, failed } of calls) {
    if (!failed && height + 10n < newest) stale += 1
    if (height > newest) newest = height
  }
  return stale
}
