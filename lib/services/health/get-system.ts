import type { NodesView, SystemView } from '@/lib/contracts/system'
import { type CheckHealthDeps, runChecks } from './check-health'

export type GetSystemDeps = Pick<CheckHealthDeps, 'checks' | 'timeoutMs'> & {
  readNodes: () => Promise<NodesView | null>
  readVenues: () => Promise<NonNullable<SystemView['venues']>>
  countQueues: () => Promise<NonNullable<SystemView['queues']>>
}

/** How everything JARVIS depends on does at the moment. What cannot be asked is null, never old. */
export const getSystem = async (deps: GetSystemDeps): Promise<SystemView> => {
  const [checks, nodes, venues, queues] = await Promise.all([
    runChecks(deps),
    inTime(deps.readNodes(), deps.timeoutMs),
    inTime(deps.readVenues(), deps.timeoutMs),
    inTime(deps.countQueues(), deps.timeoutMs),
  ])
  return { checks, nodes, venues, queues }
}

const inTime = async <T>(answer: Promise<T>, ms: number): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)))
  return Promise.race([answer.catch(() => null), late]).finally(() => clearTimeout(timer))
}
