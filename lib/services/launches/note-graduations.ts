import { heldPositions } from '@/lib/db/exit-readiness-repository'
import { markGraduated, ungraduatedMints } from '@/lib/db/launch-repository'
import type { LaunchFeed } from '@/lib/ports/launch-feed'
import { raiseAlert, type RaiseAlertDeps } from '../alerts/raise-alert'

export type NoteGraduationsDeps = RaiseAlertDeps & { feed: Pick<LaunchFeed, 'graduated'> }

/**
 * Writes down which launches have graduated, and tells whoever holds one: exits go on in the next pool by themselves,
 * because prices follow a pool that closes. Told once, however many workers notice.
 */
export const noteGraduations = async (deps: NoteGraduationsDeps): Promise<void> => {
  const pools = (await deps.feed.graduated()).filter(({ dammPool }) => dammPool !== null)
  if (pools.length === 0) return
  const fresh = new Set(
    await ungraduatedMints(
      deps.db,
      pools.map(({ mint }) => mint),
    ),
  )
  for (const { mint, dammPool } of pools)
    if (fresh.has(mint) && (await markGraduated(deps.db, mint, dammPool!, deps.now())))
      await tellHolders(deps, mint)
}

const tellHolders = async (deps: NoteGraduationsDeps, mint: string): Promise<void> => {
  const held = (await heldPositions(deps.db)).filter((position) => position.mint === mint)
  for (const { id, userId, symbol } of held)
    await raiseAlert(deps, {
      ...{ userId, positionId: id, level: 'info', occasion: `${id}:graduated` },
      title: `${symbol} has graduated`,
      detail: 'It trades in a pool of its own now. Your target and your stop go on there as they were.',
    })
}
