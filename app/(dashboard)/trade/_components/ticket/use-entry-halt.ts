import { useQuery } from '@tanstack/react-query'
import { locksQuery, tradingStateQuery } from '@/app/_api/queries'
import { stateHeadline } from '@/app/_format/trading-state'
import { formatDateTime } from '@/app/_format/time'

/** Why nothing can be bought at the moment: the trading state or a lock on entries; null while both let it pass. */
export const useEntryHalt = (mint: string): string | null => {
  const { data: trading } = useQuery(tradingStateQuery)
  const { data: locks = [] } = useQuery(locksQuery)
  if (trading && trading.state !== 'RUNNING')
    return `${stateHeadline(trading)} Nothing is bought meanwhile; sells go on${trading.state === 'FROZEN' ? ' after it' : ''}. See Risk.`
  const lock = locks.find(
    ({ scope, mint: locked }) => scope === 'all' || (scope === 'token' && locked === mint),
  )
  if (!lock) return null
  const until = lock.until === null ? '' : ` until ${formatDateTime(lock.until)}`
  return `Entries are locked${until}: ${lock.reason} Exits go on. See Risk.`
}
