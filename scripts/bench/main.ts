import { mkdirSync, writeFileSync } from 'node:fs'
import { algorithms } from './algorithms'
import { execution } from './execution'
import { exitLatency } from './exit-latency'
import { exits } from './exits'
import { failover } from './failover'
import { geyser } from './geyser'
import { type Instance, startInstance } from './instance'
import { simultaneous } from './simultaneous'
import { sweep } from './sweep'

export type BenchmarkResult = {
  /** Printed as a table. */
  figures: object
  /** What the figures are measured against. */
  baseline: object
  ratio: number
  passed: boolean
  detail?: unknown
}

/** Name -> benchmark. Each writes its figures, its baseline and their ratio as one JSON file. */
const benchmarks = {
  'exit-latency': async (instance) => exitLatency(await instance()),
  exits: async () => exits(),
  sweep: async () => sweep(),
  simultaneous: async () => simultaneous(),
  execution: async () => execution(),
  failover: async () => failover(),
  geyser: async () => geyser(),
  algorithms: async () => algorithms(),
} satisfies Record<string, (instance: () => Promise<Instance>) => Promise<BenchmarkResult>>
type Name = keyof typeof benchmarks

const RESULTS = 'bench-results'

const main = async (): Promise<void> => {
  const asked = process.argv.slice(2)
  const known = Object.keys(benchmarks) as Name[]
  const unknown = asked.filter((name) => !known.includes(name as Name))
  if (unknown.length > 0)
    throw new Error(`no benchmark named ${unknown.join(', ')}; there are: ${known.join(', ')}`)
  const names = asked.length > 0 ? (asked as Name[]) : known
  mkdirSync(RESULTS, { recursive: true })
  const instances: Instance[] = []
  const instance = async () => {
    if (instances.length === 0) instances.push(await startInstance())
    return instances[0]!
  }
  try {
    for (const name of names) {
      const result: BenchmarkResult = await benchmarks[name](instance)
      writeFileSync(
        `${RESULTS}/${name}.json`,
        `${JSON.stringify({ name, at: new Date().toISOString(), ...result }, null, 2)}\n`,
      )
      console.log(`\n${name}: ${result.passed ? 'within its limits' : 'OVER ITS LIMITS'}`)
      console.table(result.figures)
      console.log('baseline', result.baseline, 'ratio', result.ratio.toFixed(2))
    }
  } finally {
    for (const running of instances) await running.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
