import type { Supervisor } from './supervisor'

/** Milliseconds each may take before SIGKILL; together below the 20 s that a stop may last. */
const ORDER = [
  ['web', 4500],
  ['worker', 7500],
  ['sandbox', 2500],
  ['redis', 2000],
  ['postgres', 2500],
] as const

/** Whoever writes stops before whoever stores. */
export async function stopInOrder(
  processes: ReadonlyMap<string, Supervisor>,
  say: (line: string) => void,
): Promise<void> {
  for (const [name, withinMs] of ORDER) {
    const one = processes.get(name)
    if (!one) continue
    const started = performance.now()
    await one.stop(withinMs)
    say(`stopped ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  }
}
