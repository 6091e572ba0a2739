import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadClosedPositions } from '@/app/_server/load-closed-positions'
import { loadSession } from '@/app/_server/load-session'
import { PortfolioScreen } from './_components/portfolio-screen'

export const metadata: Metadata = { title: 'Portfolio' }

const PortfolioPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const cache = await loadClosedPositions(user)
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PortfolioScreen />
    </HydrationBoundary>
  )
}

export default PortfolioPage
