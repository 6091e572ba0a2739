export const readinessLevels = ['clear', 'warning', 'trapped', 'unknown'] as const
export type ReadinessLevel = (typeof readinessLevels)[number]

/** What each look at a position asks; see docs/algorithms/exit-readiness.md. */
export type ReadinessCheck = 'quote' | 'simulation' | 'fees' | 'price' | 'paths' | 'token'

/** One thing that stands in the way. A check without a finding passed. */
export type ReadinessFinding = {
  check: ReadinessCheck
  level: Exclude<ReadinessLevel, 'clear'>
  /** A sentence for the person who holds the position. */
  reason: string
}

export type Readiness = { level: ReadinessLevel; reasons: string[] }

const WORST_FIRST = ['trapped', 'warning', 'unknown'] as const

/** The worst finding makes the level; the reasons are all of them, the worst first. */
export const judgeReadiness = (findings: readonly ReadinessFinding[]): Readiness => ({
  level: WORST_FIRST.find((level) => findings.some((finding) => finding.level === level)) ?? 'clear',
  reasons: WORST_FIRST.flatMap((level) =>
    findings.filter((finding) => finding.level === level).map(({ reason }) => reason),
  ),
})
