import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type LaunchOptions, chromium } from '@playwright/test'

export interface BrowserChoice {
  origin: string
  launch: LaunchOptions
}

const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Handed from the first process to the workers it starts: every launch test takes a second. */
const REMEMBERED = 'JARVIS_TEST_BROWSER'

type Candidate = { origin: string; prepare: () => Promise<LaunchOptions | null> }

/** The first browser of the chain that really starts. Throws with every reason when none does. */
export async function findBrowser(
  say: (line: string) => void = () => undefined,
  { install = true } = {},
): Promise<BrowserChoice> {
  const remembered = process.env[REMEMBERED]
  if (remembered) return JSON.parse(remembered) as BrowserChoice
  const reasons: string[] = []
  for (const { origin, prepare } of candidates(say, install)) {
    try {
      const launch = await prepare()
      if (!launch) continue
      await launchTest(launch)
      const choice = { origin, launch }
      process.env[REMEMBERED] = JSON.stringify(choice)
      return choice
    } catch (error) {
      reasons.push(
        `${origin}: ${
          String((error as Error).message)
            .trim()
            .split('\n')[0]
        }`,
      )
    }
  }
  throw new Error(
    `No browser for the end-to-end tests could be started.\n${reasons.map((reason) => `  | ${reason}`).join('\n')}\n` +
      '  What to do: install Chromium (for example `sudo apt-get install chromium`) or set CHROME_PATH to a Chrome or Chromium.',
  )
}

function candidates(say: (line: string) => void, install: boolean): Candidate[] {
  const at = (executablePath: string) => async () =>
    fs.existsSync(executablePath) ? options({ executablePath }) : null
  const given = process.env.CHROME_PATH
  return [
    ...(given ? [{ origin: 'CHROME_PATH', prepare: async () => options({ executablePath: given }) }] : []),
    {
      origin: "Playwright's own browser",
      prepare: async () => (fs.existsSync(chromium.executablePath()) ? options({}) : null),
    },
    ...SYSTEM_PATHS.map((file) => ({ origin: file, prepare: at(file) })),
    { origin: 'the npm package @sparticuz/chromium', prepare: () => fromPackage(say) },
    ...(install ? [{ origin: 'apt-get install chromium', prepare: () => fromApt(say) }] : []),
  ]
}

function options(found: LaunchOptions): LaunchOptions {
  // Chromium's own sandbox cannot work for root.
  const root = process.getuid?.() === 0
  return { ...found, args: [...ARGUMENTS, ...(root ? ['--no-sandbox'] : []), ...(found.args ?? [])] }
}

/** Brings its own system libraries and fonts, but only unpacks them where it believes to run on AWS Lambda. */
async function fromPackage(say: (line: string) => void): Promise<LaunchOptions | null> {
  if (process.platform !== 'linux') return null
  say('unpacking the browser')
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  const unpack = async () =>
    options({ executablePath: await packaged.executablePath(), env: browserEnvironment() })
  const first = await unpack()
  try {
    await launchTest(first)
    return first
  } catch {
    // An unpacking that was interrupted leaves a file that is taken for whole.
    fs.rmSync(path.join(os.tmpdir(), 'chromium'), { force: true })
    return unpack()
  }
}

/** Only what points at the unpacked libraries: the browser needs none of our settings. */
function browserEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'TMPDIR']
  const entries = names.map((name) => [name, process.env[name]] as const)
  return {
    ...Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    LANG: 'en_US.UTF-8',
  }
}

async function fromApt(say: (line: string) => void): Promise<LaunchOptions | null> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return null
  say('installing Chromium with apt-get (about 100 MB)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-q', 'update'], { env, stdio: 'ignore' })
  const install = ['-q', 'install', '-y', '--no-install-recommends', 'chromium']
  const result = spawnSync('apt-get', install, { env, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(result.stderr?.trim().split('\n').at(-1) ?? 'apt-get is not there')
  return options({ executablePath: '/usr/bin/chromium' })
}

async function launchTest(launch: LaunchOptions): Promise<void> {
  const browser = await chromium.launch({ ...launch, timeout: 30_000 })
  try {
    const page = await browser.newPage()
    await page.setContent('<title>ready</title>')
    if ((await page.title()) !== 'ready') throw new Error('it starts but shows no page')
  } finally {
    await browser.close()
  }
}
