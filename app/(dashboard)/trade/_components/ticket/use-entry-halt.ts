import { useQuery } from '@tanstack/react-query'
import { locksQuery, tradingStateQuery } from '@/app/_api/queries'
import { stateHeadline } from '@/app/_format/trading-state'
import { formatDateTime } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import { standingLock } from './standing-lock'

/** A lock tells when it is set, not when it is lifted; while one stands it is looked at again this often. */
const LOOK_AGAIN_MS = 15_000

/** Why nothing can be bought at the moment: the trading state or a lock on entries; null while both let it pass. */
export const useEntryHalt = (mint: string, deployer: string | null): string | null => {
  const now = useNow()
  const { data: trading } = useQuery(tradingStateQuery)
  const { data: locks = [] } = useQuery({
    ...locksQuery,
    refetchInterval: ({ state }) => (state.data && state.data.length > 0 ? LOOK_AGAIN_MS : false),
  })
  if (trading && trading.state !== 'RUNNING') {
    const sells = trading.state === 'FROZEN' ? 'sells wait too' : 'sells go on'
    return `${stateHeadline(trading)} Nothing is bought meanwhile; ${sells}. See Risk.`
  }
  const lock = standingLock(locks, { mint, deployer }, now)
  if (!lock) return null
  const until = lock.until === null ? '' : ` until ${formatDateTime(lock.until)}`
  return `Entries are locked${until}: ${lock.reason} Exits go on. See Risk.`
}
