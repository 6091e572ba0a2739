import { isReliable, type NodeHealth } from './node-health'
import { rpcScore } from './score'

export type Candidate<T> = {
  node: T
  /** 1 is asked first. */
  tier: number
  health: NodeHealth
  /** 0 while its budget lets a call start at once; else how many wait. */
  backlog: number
  /** Calls under way for longer than this node usually takes. */
  overdue: number
}

/** Scores of one band are noise: between such nodes the given order decides. */
const BAND = 10

/**
 * Whom to ask, in order. First those that do not rest: by calls overdue, by what waits for their budget, by tier, by
 * score; one that fails more often than not comes after every tier. Then those that rest after a failure, the one
 * that rests shortest first, for the case that nobody else answers. Last of all those behind the others, least first:
 * then one that claims to be far ahead of all others:
 * where an old answer does harm the call names the slot it needs, and no answer at all would hold up every exit (F07).
 */
export const chooseNodes = <T>(candidates: readonly Candidate<T>[], now: number): T[] => {
  const current = candidates.filter(({ health }) => !isLastResort(health))
  const behind = candidates.filter(({ health }) => isLastResort(health))
  const usable = current.filter(({ health }) => health.restUntil <= now)
  const resting = current.filter(({ health }) => health.restUntil > now)
  usable.sort(
    (a, b) =>
      Math.sign(a.overdue) - Math.sign(b.overdue) ||
      a.backlog - b.backlog ||
      rankOf(a) - rankOf(b) ||
      bandOf(a.health) - bandOf(b.health),
  )
  resting.sort((a, b) => a.health.restUntil - b.health.restUntil)
  behind.sort((a, b) => distanceOf(a.health) - distanceOf(b.health))
  return [...usable, ...resting, ...behind].map(({ node }) => node)
}

/** It is asked only after every other has failed, never beside one that lets wait. */
export const isLastResort = ({ state, slotLag }: NodeHealth): boolean => state === 'behind' || slotLag < 0

const AFTER_ANY_LAG = 1e9
const distanceOf = ({ slotLag }: NodeHealth): number => (slotLag < 0 ? AFTER_ANY_LAG - slotLag : slotLag)

const AFTER_EVERY_TIER = 1_000

const rankOf = ({ tier, health }: Candidate<unknown>): number =>
  isReliable(health) ? tier : tier + AFTER_EVERY_TIER

const bandOf = (health: NodeHealth): number => Math.floor(rpcScore(health) / BAND)
