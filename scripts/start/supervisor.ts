import type { RunningServer } from '../embedded/server-process'
import { nextBackOff } from './back-off'

export interface SupervisorEvents {
  say: (line: string) => void
  /** After every start, so that the pid can be noted for the next run. */
  started: (server: RunningServer) => void
}

/** Keeps one program running: starts it, and starts it again with growing pauses whenever it ends by itself. */
export class Supervisor {
  private server: RunningServer | null = null
  private starting: Promise<unknown> | null = null
  private stopping = false
  private wake: (() => void) | null = null
  /** How often it has ended by itself. */
  endings = 0
  lastLines: readonly string[] = []

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<RunningServer>,
    private readonly events: SupervisorEvents,
  ) {}

  /** Rejects when the first start fails; later failures are retried. */
  async start(): Promise<void> {
    await this.launchOnce()
    void this.keepRunning()
  }

  isRunning(): boolean {
    return this.server !== null && !this.server.hasExited()
  }

  async stop(withinMs: number): Promise<void> {
    this.stopping = true
    this.wake?.()
    await this.starting?.catch(() => undefined)
    await this.server?.stop(withinMs)
  }

  /** For a second, impatient Ctrl-C. */
  async kill(): Promise<void> {
    await this.stop(1)
  }

  private async launchOnce(): Promise<void> {
    const launching = this.launch()
    this.starting = launching
    const server = await launching
    this.server = server
    this.events.started(server)
  }

  private async keepRunning(): Promise<void> {
    let pause = 0
    let startedAt = Date.now()
    while (this.server && !this.stopping) {
      const { code, signal } = await this.server.exited
      if (this.stopping) return
      this.endings += 1
      this.lastLines = this.server.tail().slice(-12)
      pause = nextBackOff(pause, Date.now() - startedAt)
      this.events.say(
        `${this.name} ended (${signal ?? `exit code ${code}`}); starting it again in ${pause / 1000} s`,
      )
      for (;;) {
        await this.sleep(pause)
        if (this.stopping) return
        startedAt = Date.now()
        try {
          await this.launchOnce()
          break
        } catch (error) {
          pause = nextBackOff(pause, 0)
          this.events.say(
            `${this.name} did not start (${(error as Error).message}); again in ${pause / 1000} s`,
          )
        }
      }
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
