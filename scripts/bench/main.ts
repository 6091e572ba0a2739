import { mkdirSync, writeFileSync } from 'node:fs'
import { exitLatency } from './exit-latency'
import { startInstance } from './instance'

/** Name -> benchmark. Each writes its figures, its baseline and their ratio as one JSON file. */
const benchmarks = { 'exit-latency': exitLatency }
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
  const instance = await startInstance()
  try {
    for (const name of names) {
      const result = await benchmarks[name](instance)
      writeFileSync(
        `${RESULTS}/${name}.json`,
        `${JSON.stringify({ name, at: new Date().toISOString(), ...result }, null, 2)}\n`,
      )
      console.log(`\n${name}: ${result.passed ? 'within its limits' : 'OVER ITS LIMITS'}`)
      console.table(result.figures)
      console.log('baseline', result.baseline, 'ratio', result.ratio.toFixed(2))
    }
  } finally {
    await instance.close()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
