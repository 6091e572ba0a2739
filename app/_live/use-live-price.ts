import { useQuery } from '@tanstack/react-query'
import { priceQuery } from '@/app/_api/queries'
import { useNow } from './clock'

export type LivePrice = { priceUsd: string | null; at: string | null; ageMs: number | null }

type Known = { priceUsd: string | null; priceAt: string | null }

/** The stream's price, or the one the page was rendered with until the first arrives. */
export const useLivePrice = (mint: string, known?: Known): LivePrice => {
  const { data } = useQuery(priceQuery(mint))
  const now = useNow()
  const priceUsd = data?.priceUsd ?? known?.priceUsd ?? null
  const at = data?.at ?? known?.priceAt ?? null
  return { priceUsd, at, ageMs: at === null ? null : Math.max(0, now - Date.parse(at)) }
}
