import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { choosePort } from '../embedded/ports'
import { type RunningServer, ServerStartError, startServer } from '../embedded/server-process'
import { isBuildFresh } from '../start/build'
import { externalServers } from './external-servers'
import type { Stage, StageContext } from './stage'
import { tallyPlaywright } from './tally'
import { runTool } from './tool'

/** A whole JARVIS in a temporary folder on free ports, and a real browser in front of it. */
export const e2eStage: Stage = {
  name: 'e2e',
  async run(context) {
    const { root, env, filters, cleanup, say } = context
    const { findBrowser } = await import('../../e2e/browser')
    const browser = await findBrowser((line) => say(`  ${line}`))
    say(`browser: ${browser.origin}`)

    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-e2e-'))
    cleanup.add(() => fs.rmSync(folder, { recursive: true, force: true }))
    const instance = await startInstance(context, path.join(folder, 'data'))
    const report = path.join(folder, 'report.json')
    const result = await runTool(
      {
        name: 'playwright',
        args: ['node_modules/@playwright/test/cli.js', 'test', ...filters],
        env: {
          ...env,
          JARVIS_TEST_BROWSER: JSON.stringify(browser),
          E2E_BASE_URL: instance.url,
          E2E_SANDBOX_URL: instance.sandboxUrl,
          // A test that starts an instance of its own serves the same pages.
          JARVIS_BUILD_DIR: instance.buildFolder,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
        cwd: root,
        onLine: say,
      },
      cleanup,
    )
    const tally = fs.existsSync(report)
      ? tallyPlaywright(JSON.parse(fs.readFileSync(report, 'utf8')), result.code)
      : { passed: 0, failed: 1, skipped: 0 }
    if (tally.failed > 0) keepLogs(root, path.join(folder, 'data', 'logs'), say)
    return tally
  },
}

interface Instance {
  url: string
  sandboxUrl: string
  buildFolder: string
}

async function startInstance(
  { root, env, cleanup, say }: StageContext,
  dataFolder: string,
): Promise<Instance> {
  const port = await choosePort(undefined, new Set())
  const sandboxPort = await choosePort(undefined, new Set([port]))
  const geyserPort = await choosePort(undefined, new Set([port, sandboxPort]))
  const external = await externalServers(env, cleanup)
  const pages = buildFolder(root)
  let server: RunningServer
  try {
    server = await startServer({
      name: 'JARVIS',
      command: process.execPath,
      args: ['scripts/start.mjs'],
      options: {
        cwd: root,
        env: {
          ...env,
          ...external,
          JARVIS_ENV_FILE: '',
          // One demo account does in minutes what a person does in a day.
          RATE_LIMIT_USER: '600',
          RATE_LIMIT_TRADE: '600',
          // Ten seconds: long enough to see an address wait, short enough to see it open.
          WITHDRAWAL_WAIT_HOURS: '0.003',
          JARVIS_MODE: 'sandbox',
          JARVIS_DATA_DIR: dataFolder,
          JARVIS_BUILD_DIR: pages,
          PORT: String(port),
          SANDBOX_PORT: String(sandboxPort),
          GEYSER_PORT: String(geyserPort),
        },
      },
      // Ends with this process, however that ends.
      ipc: true,
      onLine: (line) => /^[✔✖!]/.test(line) && say(`  ${line}`),
      ready: async (starting) => void (await starting.line(/^JARVIS ready/)),
      // The build alone took four minutes where fifteen others wanted the two cores.
      readyTimeoutMs: 900_000,
    })
  } catch (error) {
    if (!(error instanceof ServerStartError)) throw error
    keepLogs(root, path.join(dataFolder, 'logs'), say)
    throw new StepFailure(
      'The instance for the end-to-end tests did not start',
      'See the lines above; `npm start` should fail in the same way.',
      error.tail.slice(-25),
      { cause: error },
    )
  }
  cleanup.add(() => server.stop(25_000))
  return {
    url: `http://127.0.0.1:${port}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    buildFolder: pages,
  }
}

/** Never over the pages a running JARVIS serves: they are shared where they are current, else built elsewhere. */
function buildFolder(root: string): string {
  const own = !fs.existsSync(path.join(root, '.next')) || isBuildFresh(root, '.next')
  return own ? '.next' : 'dist/e2e-pages'
}

function keepLogs(root: string, logs: string, say: (line: string) => void): void {
  if (!fs.existsSync(logs)) return
  const kept = path.join(root, 'test-results', 'instance-logs')
  fs.cpSync(logs, kept, { recursive: true })
  say(`the logs of the instance are in ${path.relative(root, kept)}`)
}
