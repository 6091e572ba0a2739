import { FEW_SLOTS_BEHIND, type Measured, MOST_SLOTS_BEHIND } from './score'

export const nodeStates = ['healthy', 'failing', 'limited', 'behind'] as const
export type NodeState = (typeof nodeStates)[number]

/** Times are unix milliseconds. */
export type NodeHealth = Measured & {
  state: NodeState
  since: number
  failuresInRow: number
  /** Real traffic stays away until then, unless nobody else answers. */
  restUntil: number
  lastError: string | null
}

/** Moving averages: the newest answer counts a tenth, the newest latency a fifth. */
const ANSWER_WEIGHT = 0.1
const LATENCY_WEIGHT = 0.2
const LEAST_SUCCESS = 0.5
const FIRST_REST_MS = 2_000
const LONGEST_REST_MS = 60_000

export const freshHealth = (now: number): NodeHealth => ({
  latencyMs: null,
  successRate: 1,
  slotLag: 0,
  state: 'healthy',
  since: now,
  failuresInRow: 0,
  restUntil: 0,
  lastError: null,
})

/** After an answer: it may be asked again at once. */
export const answered = (health: NodeHealth, now: number): NodeHealth =>
  inState(
    {
      ...health,
      successRate: health.successRate + (1 - health.successRate) * ANSWER_WEIGHT,
      failuresInRow: 0,
      restUntil: 0,
    },
    now,
  )

/** `retryAfterMs` is what the node asked for when it limits us, undefined when it failed otherwise. */
export type NodeFailure = { reason: string; limited: boolean; retryAfterMs: number | null }

/** It rests for as long as it asked, or 2 s, twice as long with each failure in a row, a minute at most. */
export const failed = (health: NodeHealth, failure: NodeFailure, now: number): NodeHealth => {
  const growing = FIRST_REST_MS * 2 ** health.failuresInRow
  const rest = Math.min(Math.max(failure.retryAfterMs ?? 0, growing), LONGEST_REST_MS)
  return inState(
    {
      ...health,
      successRate: health.successRate * (1 - ANSWER_WEIGHT),
      failuresInRow: Math.min(health.failuresInRow + 1, 5),
      restUntil: Math.max(health.restUntil, now + rest),
      lastError: failure.reason,
    },
    now,
    failure.limited ? 'limited' : 'failing',
  )
}

export const withLatency = (health: NodeHealth, latencyMs: number): NodeHealth => ({
  ...health,
  latencyMs:
    health.latencyMs === null
      ? latencyMs
      : health.latencyMs + (latencyMs - health.latencyMs) * LATENCY_WEIGHT,
})

export const withLag = (health: NodeHealth, slotLag: number, now: number): NodeHealth =>
  inState({ ...health, slotLag }, now)

const isBehind = ({ slotLag, state }: NodeHealth): boolean =>
  slotLag > (state === 'behind' ? FEW_SLOTS_BEHIND : MOST_SLOTS_BEHIND)

const inState = (health: NodeHealth, now: number, trouble?: 'failing' | 'limited'): NodeHealth => {
  const state = stateOf(health, trouble)
  return state === health.state ? health : { ...health, state, since: now }
}

const stateOf = (health: NodeHealth, trouble: 'failing' | 'limited' | undefined): NodeState => {
  if (isBehind(health)) return 'behind'
  if (trouble) return trouble
  if (health.failuresInRow > 0) return health.state === 'limited' ? 'limited' : 'failing'
  return isReliable(health) ? 'healthy' : 'failing'
}

/** Whether it answers more often than not; below that it has to earn its way back with its probes. */
export const isReliable = ({ successRate }: Measured): boolean => successRate >= LEAST_SUCCESS
