import type { Database } from '@/lib/db/client'
import { claimInstallationRow, findInstallation, type Installation } from '@/lib/db/installation-repository'

/** The database belongs to another mode or chain; the message says what to do. */
export class WrongInstallationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WrongInstallationError'
  }
}

const wayOut =
  'Use another database (DATABASE_URL) or data folder (JARVIS_DATA_DIR), or start with the mode it was made for.'

/**
 * The first start stores mode and genesis hash; every later start must bring the same. Positions of
 * one chain mean nothing on another. Throws WrongInstallationError.
 */
export const claimInstallation = async (deps: { db: Database }, current: Installation): Promise<void> => {
  const stored = await claimInstallationRow(deps.db, current)
  if (stored.mode !== current.mode)
    throw new WrongInstallationError(
      `This database belongs to ${stored.mode} mode, but JARVIS_MODE is ${current.mode}. ${wayOut}`,
    )
  if (stored.genesisHash !== current.genesisHash)
    throw new WrongInstallationError(
      `This database belongs to the chain ${stored.genesisHash}, but the RPC nodes serve ${current.genesisHash}. ${wayOut}`,
    )
}

/** What a process that does not ask the chain can check: the mode. Throws WrongInstallationError. */
export const assertInstallationMode = async (
  deps: { db: Database },
  mode: Installation['mode'],
): Promise<void> => {
  const stored = await findInstallation(deps.db)
  if (stored && stored.mode !== mode)
    throw new WrongInstallationError(
      `This database belongs to ${stored.mode} mode, but JARVIS_MODE is ${mode}. ${wayOut}`,
    )
}
