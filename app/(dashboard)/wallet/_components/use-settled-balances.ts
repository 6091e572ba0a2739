import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryKeys } from '@/app/_api/query-keys'
import { transfersQuery } from '@/app/_api/wallet-calls'

/** For two seconds after a transfer its amount still counts as leaving, because a node may lag. */
const LAG_MS = 2_500

/** Reads the balances once more when the newest transfer has surely reached every node. */
export const useSettledBalances = (): void => {
  const cache = useQueryClient()
  const { data: endedAt = null } = useQuery({
    ...transfersQuery,
    select: ({ operations }) => operations[0]?.resolvedAt ?? null,
  })
  useEffect(() => {
    if (endedAt === null) return
    const left = Date.parse(endedAt) + LAG_MS - Date.now()
    if (left < -LAG_MS) return
    const timer = setTimeout(
      () => void cache.invalidateQueries({ queryKey: queryKeys.wallets }),
      Math.max(0, left),
    )
    return () => clearTimeout(timer)
  }, [cache, endedAt])
}
