import { palette } from '../console/palette'
import { whenParentDies } from '../console/parent-death'
import { describeFailure } from '../console/step-failure'
import { Steps } from '../console/steps'
import type { CommandContext } from '../start/main'
import { Cleanup } from './cleanup'
import { e2eStage } from './e2e-stage'
import type { Stage, StageContext } from './stage'
import { staticStage } from './static-stage'
import { type Tally, add, lastLine, nothing } from './tally'
import { testEnvironment } from './test-environment'
import { vitestStage } from './vitest-stage'

const STAGES: readonly Stage[] = [staticStage, vitestStage('unit'), vitestStage('integration'), e2eStage]

/** `npm test`, or a part of it: `npm test -- unit [files]`. Ends the process: 0 only if nothing failed. */
export async function run({ root, argv, installSeconds }: CommandContext): Promise<void> {
  const cleanup = new Cleanup()
  const stopped = endOnSignal(cleanup)
  const steps = new Steps()
  if (installSeconds > 0) steps.record('Dependencies', installSeconds)
  const { stages, filters } = choose(argv)
  const env = testEnvironment(root)
  let sum = nothing
  for (const stage of stages) {
    console.log(palette.bold(`\n── ${stage.name}`))
    const started = performance.now()
    const tally = await runStage(stage, { root, env, filters, cleanup, say: (line) => console.log(line) })
    if (stopped()) return
    await cleanup.run()
    sum = add(sum, tally)
    steps.record(stage.name, (performance.now() - started) / 1000, lastLine(tally), tally.failed === 0)
  }
  console.log(palette.dim(`\n${steps.total().toFixed(1)} s: ${steps.shares()}`))
  console.log(lastLine(sum))
  process.exit(sum.failed > 0 ? 1 : 0)
}

/** A stage that breaks counts as one failure and does not keep the others from running. */
async function runStage(stage: Stage, context: StageContext): Promise<Tally> {
  try {
    const tally = await stage.run(context)
    const empty = tally.passed + tally.failed + tally.skipped === 0
    if (empty) context.say(`  no test was found: ${[stage.name, ...context.filters].join(' ')}`)
    return empty ? { passed: 0, failed: 1, skipped: 0 } : tally
  } catch (error) {
    context.say(describeFailure(error))
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function choose(argv: readonly string[]): { stages: readonly Stage[]; filters: readonly string[] } {
  const [first, ...filters] = argv
  if (first === undefined) return { stages: STAGES, filters: [] }
  const stages = STAGES.filter((stage) => stage.name === first)
  if (stages.length > 0) return { stages, filters }
  console.error(
    `\n✖ There is no part called "${first}"\n  What to do: npm test [-- static | unit | integration | e2e [files]]\n`,
  )
  return process.exit(1)
}

/** Undoes everything and leaves with 130; the answer says whether that has begun. */
function endOnSignal(cleanup: Cleanup): () => boolean {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    console.log('\nStopping the tests')
    void cleanup.run().then(() => process.exit(130))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  whenParentDies(end)
  return () => ending
}
