import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import type { Steps } from '../console/steps'
import { type RunningServer, ServerStartError } from '../embedded/server-process'
import { buildPages, isBuildFresh } from './build'
import { childEnvironment, sandboxEnvironment, withoutVaultKey } from './child-environment'
import { checkConfiguration } from './configuration-check'
import { startDatabase, startQueue } from './data-servers'
import { waitUntilHealthy } from './health'
import { openLog, shorten } from './log-files'
import { startNodeChild } from './node-child'
import { checkPublicPorts, chooseEmbeddedPorts } from './remembered-ports'
import { RunState } from './run-state'
import { readSecrets } from './secrets'
import type { Settings } from './settings'
import { stopInOrder } from './stop-order'
import { Supervisor } from './supervisor'

const DATA_SERVERS = new Set(['postgres', 'redis'])

/** Brings JARVIS up step by step and takes it down again in order. The caller holds the instance lock. */
export class Launcher {
  private readonly processes = new Map<string, Supervisor>()
  private readonly stopRequest = new AbortController()
  private readonly state: RunState
  private readonly say = (line: string) => this.steps.progress(line)
  private build: RunningServer | null = null
  private booting: Promise<void> = Promise.resolve()

  constructor(
    private readonly settings: Settings,
    private readonly steps: Steps,
  ) {
    this.state = new RunState(settings.dataFolder)
  }

  /** Resolves when health is 200. Rejects with a StepFailure, or with the abort reason after stop(). */
  start(): Promise<void> {
    this.booting = this.boot()
    return this.booting
  }

  async stop(): Promise<void> {
    this.stopRequest.abort()
    await this.build?.stop(500)
    // A step that cannot be interrupted (a download) is not waited for.
    await Promise.race([
      this.booting.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 4000)),
    ])
    await stopInOrder(this.processes, this.say)
    this.state.clear()
  }

  async kill(): Promise<void> {
    this.stopRequest.abort()
    await Promise.all([this.build?.stop(1), ...[...this.processes.values()].map((one) => one.kill())])
  }

  private async boot(): Promise<void> {
    const { settings } = this
    const sandbox = settings.mode === 'sandbox'
    await this.state.endLeftovers(this.say)
    await checkPublicPorts(settings)
    const secrets = readSecrets(settings.dataFolder, settings.mode !== 'live')
    await checkConfiguration(settings, secrets)
    const ports = await chooseEmbeddedPorts(settings.dataFolder, [
      settings.port,
      settings.sandboxPort,
      settings.geyserPort,
    ])
    const servers = { settings, secrets, ports, say: this.say, keep: this.keep }

    const connections = { databaseUrl: '', redisUrl: '' }
    await this.step('PostgreSQL', async () => {
      const { url, remark } = await startDatabase(servers)
      connections.databaseUrl = url
      return remark
    })
    await this.step('Redis', async () => {
      const { url, remark } = await startQueue(servers)
      connections.redisUrl = url
      return remark
    })
    // Tests build elsewhere while the pages of a running JARVIS are in use.
    const buildFolder = process.env.JARVIS_BUILD_DIR || '.next'
    const env = { ...childEnvironment(settings, secrets, connections), JARVIS_BUILD_DIR: buildFolder }

    await this.step('Migrations', () => migrate(connections.databaseUrl))
    await this.step('Build', () => this.buildWhenNeeded(buildFolder, env))
    if (sandbox) {
      await this.step('Sandbox', () =>
        this.child('sandbox', 'sandbox/main.ts', sandboxEnvironment(settings), /sandbox ready/),
      )
      await this.step('Seed', () => seedAccounts(env))
    }
    const started = performance.now()
    await this.step('Web and worker', async () => {
      await Promise.all([
        this.child('web', 'server/main.ts', env),
        this.child('worker', 'workers/main.ts', env),
      ])
      await waitUntilHealthy(settings.url, [...this.processes.values()], this.say, this.stopRequest.signal)
      return `healthy after ${((performance.now() - started) / 1000).toFixed(1)} s`
    })
  }

  private async step(name: string, work: () => Promise<string | void>): Promise<void> {
    this.stopRequest.signal.throwIfAborted()
    await this.steps.run(name, work)
  }

  private readonly keep = async (name: string, launch: () => Promise<RunningServer>): Promise<void> => {
    const supervisor = new Supervisor(name, launch, {
      say: (line) => console.log(`! ${line}`),
      // The data servers know their own leftovers by their pid files, and how to stop them gently.
      started: (server) => DATA_SERVERS.has(name) || this.state.note(name, server.pid),
    })
    this.processes.set(name, supervisor)
    await supervisor.start()
  }

  private async child(name: string, file: string, env: NodeJS.ProcessEnv, readyLine?: RegExp): Promise<void> {
    const { root, dataFolder, dev } = this.settings
    if (!fs.existsSync(path.join(root, file)))
      throw new StepFailure(
        `${file} is missing`,
        'The clone is incomplete: restore the file with `git checkout`.',
      )
    const onLine = openLog(path.join(dataFolder, 'logs'), name, dev ? 'everything' : 'warnings')
    try {
      await this.keep(name, () => startNodeChild({ name, file, root, env, onLine, readyLine }))
    } catch (error) {
      if (!(error instanceof ServerStartError)) throw error
      throw new StepFailure(
        error.message,
        `Its last lines are above, all of them in ${path.join(dataFolder, 'logs', `${name}.log`)}.`,
        error.tail.slice(-12).map(shorten),
        { cause: error },
      )
    }
  }

  private async buildWhenNeeded(buildFolder: string, env: NodeJS.ProcessEnv): Promise<string> {
    const { root, dev, dataFolder } = this.settings
    if (dev) return 'skipped: pages are compiled when they are asked for'
    if (isBuildFresh(root, buildFolder)) return 'sources unchanged'
    this.say('building the pages; 20 to 60 s')
    const toFile = openLog(path.join(dataFolder, 'logs'), 'build', 'everything')
    await buildPages({
      root,
      buildFolder,
      env: withoutVaultKey(env),
      onLine: toFile,
      started: (build) => (this.build = build),
    })
    return ''
  }
}

async function migrate(databaseUrl: string): Promise<void> {
  const { runMigrations } = await import('@/lib/db/migrate')
  try {
    await runMigrations(databaseUrl)
  } catch (error) {
    throw new StepFailure(
      `The database could not be brought to the current schema: ${(error as Error).message}`,
      'If this data folder was used by a newer JARVIS, start that one; else restore a backup or report the message.',
      [],
      { cause: error },
    )
  }
}

async function seedAccounts(env: NodeJS.ProcessEnv): Promise<string> {
  const { seed } = await import('../seed')
  try {
    return await seed(env)
  } catch (error) {
    throw new StepFailure(
      `The sandbox accounts could not be made: ${(error as Error).message}`,
      'If the message names a setting, correct it. The sandbox keeps its reasons in logs/sandbox.log of the data folder.',
      [],
      { cause: error },
    )
  }
}
