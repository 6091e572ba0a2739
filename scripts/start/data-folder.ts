import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import type { Mode } from './settings'

/** Makes the data folder and makes sure it belongs to this mode: sandbox money and real money never share one. */
export function prepareDataFolder(folder: string, mode: Mode): void {
  try {
    // Others may pass through (PostgreSQL may run as somebody else) but not look around.
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 })
    fs.mkdirSync(path.join(folder, 'logs'), { recursive: true, mode: 0o700 })
    fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw new StepFailure(
      `The data folder ${folder} cannot be written (${(error as Error).message})`,
      'Set JARVIS_DATA_DIR to a folder you own.',
      [],
      { cause: error },
    )
  }
  const marker = path.join(folder, 'mode')
  if (!fs.existsSync(marker)) return fs.writeFileSync(marker, `${mode}\n`)
  const made = fs.readFileSync(marker, 'utf8').trim()
  if (made === mode) return
  throw new StepFailure(
    `The data folder ${folder} belongs to ${made} mode, and this start asks for ${mode} mode`,
    `Give each mode a folder of its own, for example JARVIS_DATA_DIR=.jarvis-${mode} JARVIS_MODE=${mode} npm start.`,
  )
}
