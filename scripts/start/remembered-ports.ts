import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { choosePort, portFault } from '../embedded/ports'
import type { Settings } from './settings'

export interface EmbeddedPorts {
  postgres: number
  redis: number
}

/** Ports of the embedded servers: any free ones, the same as last time where possible. */
export async function chooseEmbeddedPorts(
  dataFolder: string,
  reserved: readonly number[],
): Promise<EmbeddedPorts> {
  const file = path.join(dataFolder, 'ports.json')
  const last = read(file)
  const taken = new Set(reserved)
  const postgres = await choosePort(last.postgres, taken)
  taken.add(postgres)
  const ports = { postgres, redis: await choosePort(last.redis, taken) }
  fs.writeFileSync(file, `${JSON.stringify(ports)}\n`)
  return ports
}

/** Of the last start, running or not. */
export const rememberedPorts = (dataFolder: string): Partial<EmbeddedPorts> =>
  read(path.join(dataFolder, 'ports.json'))

/** The ports people know by number are not moved silently: a taken one stops the start. */
export async function checkPublicPorts(settings: Settings): Promise<void> {
  await check('PORT', settings.port, settings.host)
  if (settings.mode !== 'sandbox') return
  await check('SANDBOX_PORT', settings.sandboxPort, '127.0.0.1')
  await check('GEYSER_PORT', settings.geyserPort, '127.0.0.1')
}

async function check(variable: string, port: number, host: string): Promise<void> {
  const fault = await portFault(port, host)
  if (!fault) return
  const why =
    fault === 'EADDRINUSE'
      ? 'is taken by another program'
      : fault === 'EACCES'
        ? 'needs administrator rights'
        : `cannot be opened on ${host} (${fault})`
  throw new StepFailure(
    `${variable}: port ${port} ${why}`,
    `Stop that program, or choose another port: ${variable}=${port + 1} npm start`,
  )
}

function read(file: string): Partial<EmbeddedPorts> {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Partial<EmbeddedPorts>
  } catch {
    return {}
  }
}
