import { StepFailure } from '../console/step-failure'
import type { Supervisor } from './supervisor'

const LIMIT_MS = 120_000
const TOLERATED_ENDINGS = 2
/** Entries open when the books have been compared with the chain; what keeps them closed longer is told by the page. */
const READY_LIMIT_MS = 15_000

/** Waits until GET /api/v1/health is 200, and a little for readiness. Gives up when the time is over or a process keeps ending. */
export async function waitUntilHealthy(
  url: string,
  processes: readonly Supervisor[],
  say: (line: string) => void,
  stopped: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<void> {
  const started = Date.now()
  let last = 'no answer yet'
  let nextReport = started + 10_000
  while (Date.now() - started < limitMs) {
    stopped.throwIfAborted()
    const state = await ask(`${url}/api/v1/health`)
    if (state === 'healthy') return waitUntilReady(url, stopped)
    last = state
    for (const one of processes) failWhenEnding(one)
    if (Date.now() > nextReport) {
      say(`waiting for health: ${last} (${Math.round((Date.now() - started) / 1000)} s)`)
      nextReport += 10_000
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new StepFailure(
    `JARVIS is not healthy after ${limitMs / 1000} s: ${last}`,
    'The logs in the data folder name the reason: logs/web.log, logs/worker.log, logs/sandbox.log. `npm run doctor` checks the rest.',
  )
}

async function waitUntilReady(url: string, stopped: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS
  while (Date.now() < deadline) {
    stopped.throwIfAborted()
    const isReady = await fetch(`${url}/api/v1/health/ready`, { signal: AbortSignal.timeout(3000) }).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function failWhenEnding(one: Supervisor): void {
  if (one.endings <= TOLERATED_ENDINGS) return
  throw new StepFailure(
    `The ${one.name} process keeps ending while starting`,
    `Its last lines are above, all of them in logs/${one.name}.log of the data folder.`,
    one.lastLines,
  )
}

/** 'healthy', or which check is false. */
async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) })
    const body = (await response.json()) as { checks?: Record<string, boolean> }
    if (response.status === 200) return 'healthy'
    const bad = Object.entries(body.checks ?? {}).filter(([, good]) => !good)
    return bad.length > 0 ? `${bad.map(([name]) => name).join(', ')} not ok` : `status ${response.status}`
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined
    return cause?.code === 'ECONNREFUSED'
      ? 'web does not answer yet'
      : `web does not answer (${(error as Error).message})`
  }
}
