import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadSession } from '@/app/_server/load-session'
import { address } from '@/lib/contracts/primitives'
import { TradeScreen } from '../_components/trade-screen'
import { loadTradePage } from '@/app/_server/load-trade-page'

export const metadata: Metadata = { title: 'Trade' }

type Props = { params: Promise<{ mint?: string[] }> }

const TradePage = async ({ params }: Props) => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const asked = (await params).mint?.[0]
  const wanted = address.safeParse(asked).data ?? null
  const { cache, mint } = await loadTradePage(user, wanted)
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <TradeScreen initialMint={mint} />
    </HydrationBoundary>
  )
}

export default TradePage
