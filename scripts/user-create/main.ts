import { randomBytes } from 'node:crypto'
import { openDatabase } from '@/lib/db/client'
import { MIN_PASSWORD_LENGTH } from '@/lib/contracts/account'
import { isAppError } from '@/lib/errors'
import { createUser } from '@/lib/services/auth/create-user'
import {
  assertInstallationMode,
  WrongInstallationError,
} from '@/lib/services/installation/claim-installation'
import { describeFailure, StepFailure } from '../console/step-failure'
import { loadEnvFile, readSettings } from '../start/settings'
import { askPassword } from './ask-password'
import { findDatabase } from './find-database'
import { readArguments } from './read-arguments'

interface CommandContext {
  root: string
  argv: readonly string[]
}

/** `npm run user:create`. Ends with 1 and a readable reason when no account was made. */
export async function run({ root, argv }: CommandContext): Promise<void> {
  try {
    loadEnvFile(root)
    const { generate, ...user } = readArguments(argv)
    const settings = readSettings(root, [])
    const url = findDatabase(settings)
    const password = generate ? randomBytes(15).toString('base64url') : await askPassword()
    if (password.length < MIN_PASSWORD_LENGTH)
      throw new StepFailure(
        `The password has fewer than ${MIN_PASSWORD_LENGTH} characters`,
        'Choose a longer one, or let --generate make one.',
      )
    const database = openDatabase(url, { applicationName: 'jarvis-user-create', maxConnections: 1 })
    try {
      await assertInstallationMode(database, settings.mode)
      await createUser(database, { ...user, password })
    } finally {
      await database.close()
    }
    console.log(`${user.email} can sign in${user.isAdmin ? ', as an administrator' : ''}.`)
    if (generate) console.log(`Password, shown this once: ${password}`)
    console.log('The trading wallet is made by the worker within seconds; its address is on the Wallet page.')
  } catch (error) {
    console.error(
      describeFailure(isForPeople(error) ? new StepFailure(error.message, 'Nothing was changed.') : error),
    )
    process.exitCode = 1
  }
}

const isForPeople = (error: unknown): error is Error =>
  isAppError(error) || error instanceof WrongInstallationError
