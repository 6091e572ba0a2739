import { StepFailure } from '../console/step-failure'
import { postgresUrl } from '../embedded/postgres-server'
import { runningInstance } from '../start/instance-lock'
import { rememberedPorts } from '../start/remembered-ports'
import { readSecrets } from '../start/secrets'
import type { Settings } from '../start/settings'

/** DATABASE_URL, or the embedded server of the JARVIS that runs on the data folder. */
export const findDatabase = (settings: Settings, env: NodeJS.ProcessEnv = process.env): string => {
  if (env.DATABASE_URL) return env.DATABASE_URL
  const { postgres } = rememberedPorts(settings.dataFolder)
  if (!runningInstance(settings.dataFolder) || postgres === undefined)
    throw new StepFailure(
      `JARVIS does not run on the data folder ${settings.dataFolder}`,
      'Start it with `npm start`, then run this again in another terminal; or set DATABASE_URL.',
    )
  const { postgresPassword } = readSecrets(settings.dataFolder, false)
  return postgresUrl({ port: postgres, password: postgresPassword }, 'jarvis')
}
