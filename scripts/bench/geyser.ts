import { startCounter } from './geyser-counter'
import { type Heard, startJarvis } from './geyser-jarvis'
import { type Generator, startGenerator } from './geyser-link'
import { percentile } from './percentile'

const RATE = 10_000
const SECONDS = Number(process.env.BENCH_GEYSER_SECONDS ?? 60)
const P95_MS = 10
/** Rates that are tried one after the other, until one is not kept up with. */
const LADDER = [15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 60_000]
const STEP_SECONDS = Math.min(6, SECONDS)
const WARM_UP = { rate: 4_000, seconds: 3 }
/** What is on its way when the load ends. */
const LAST_MS = 10_000

type Client = (url: string) => Promise<Heard>

const waitFor = async (heard: Heard, accounts: number): Promise<void> => {
  const deadline = performance.now() + LAST_MS
  while (heard.accounts < accounts && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5))
}

/** One load on a client that is warm. `kept`: the generator kept its rate and the client kept up with it. */
const measure = async (generator: Generator, heard: Heard, rate: number, seconds: number) => {
  const before = { ...heard }
  heard.latencies = []
  const cpu = process.cpuUsage()
  const started = performance.now()
  const { sent, tookMs, mostUnsentBytes, cpuPct } = await generator.run({ rate, seconds })
  await waitFor(heard, before.accounts + sent)
  const { user, system } = process.cpuUsage(cpu)
  const ms = performance.now() - started
  const received = heard.accounts - before.accounts
  const p95 = percentile(heard.latencies, 95)
  const achieved = sent / (tookMs / 1_000)
  return {
    rate,
    perSecond: Math.round(achieved),
    lost: sent - received,
    evaluated: heard.evaluated - before.evaluated,
    p50Ms: round(percentile(heard.latencies, 50)),
    p95Ms: round(p95),
    p99Ms: round(percentile(heard.latencies, 99)),
    worstMs: round(percentile(heard.latencies, 100)),
    cpuPct: Math.round((user + system) / 10 / ms),
    generatorCpuPct: cpuPct,
    mostUnsentKb: Math.round(mostUnsentBytes / 1_000),
    kept: sent === received && p95 < P95_MS && achieved > rate * 0.97,
  }
}

const round = (value: number): number => Number(value.toPrecision(3))

const runClient = async (name: string, client: Client) => {
  const generator = await startGenerator()
  const heard = await client(generator.url)
  try {
    await waitFor(heard, (await generator.run(WARM_UP)).sent)
    const asked = await measure(generator, heard, RATE, SECONDS)
    console.log(`geyser: ${name}`, asked)
    let most = asked.kept ? asked : null
    const steps = [asked]
    for (const rate of LADDER) {
      if (!steps.at(-1)!.kept) break
      const step = await measure(generator, heard, rate, STEP_SECONDS)
      steps.push(step)
      if (step.kept) most = step
    }
    return { asked, sustained: most?.perSecond ?? 0, steps }
  } finally {
    await heard.close()
    await generator.stop()
  }
}

/**
 * Account messages through decoding, merging prices and judging exits, beside a client that only decodes and counts.
 * The load comes from a process of its own in messages of real pool accounts.
 */
export const geyser = async () => {
  const counter = await runClient('a client that only counts', startCounter)
  const jarvis = await runClient('JARVIS', startJarvis)
  const { asked } = jarvis
  return {
    figures: [
      { client: 'counts only', ...counter.asked, sustained: counter.sustained },
      { client: 'JARVIS', ...asked, sustained: jarvis.sustained },
    ],
    baseline: {
      limits: { rate: RATE, seconds: SECONDS, p95Ms: P95_MS, lost: 0 },
      counter: { p95Ms: counter.asked.p95Ms, sustained: counter.sustained },
    },
    ratio: counter.sustained === 0 ? 0 : jarvis.sustained / counter.sustained,
    passed: asked.lost === 0 && asked.p95Ms < P95_MS,
    detail: { counter: counter.steps, jarvis: jarvis.steps },
  }
}
