import { palette } from './palette'

export interface StepTime {
  name: string
  seconds: number
}

/** Runs the steps of a command one after another, says what each is doing, and remembers how long it took. */
export class Steps {
  readonly times: StepTime[] = []

  constructor(private readonly say: (line: string) => void = console.log) {}

  /** `work` returns a short remark for the console ("port 41000"), or nothing. */
  async run<T extends string | void>(name: string, work: () => Promise<T>): Promise<void> {
    const started = performance.now()
    const remark = await work()
    this.record(name, (performance.now() - started) / 1000, remark ?? '')
  }

  record(name: string, seconds: number, remark = '', ok = true): void {
    this.times.push({ name, seconds })
    this.say(
      `${ok ? palette.green('✔') : palette.red('✖')} ${name.padEnd(16)} ${palette.dim(`${seconds.toFixed(1).padStart(5)} s`)}  ${remark}`,
    )
  }

  progress(line: string): void {
    this.say(palette.dim(`  ${line}`))
  }

  /** "Dependencies 62 % · Build 25 % · …", largest first, parts below one per cent left out. */
  shares(): string {
    const total = this.times.reduce((sum, step) => sum + step.seconds, 0) || 1
    return [...this.times]
      .sort((a, b) => b.seconds - a.seconds)
      .map((step) => ({ ...step, percent: Math.round((100 * step.seconds) / total) }))
      .filter((step) => step.percent >= 1)
      .map((step) => `${step.name} ${step.percent} %`)
      .join(' · ')
  }

  total(): number {
    return this.times.reduce((sum, step) => sum + step.seconds, 0)
  }
}
