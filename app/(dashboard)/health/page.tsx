import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { queryKeys } from '@/app/_api/query-keys'
import { createFirstPaint } from '@/app/_server/first-paint'
import { loadSession } from '@/app/_server/load-session'
import { webComposition } from '@/lib/composition/web'
import { HealthScreen } from './_components/health-screen'

export const metadata: Metadata = { title: 'Health' }

const HealthPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const { cache, put } = createFirstPaint()
  await put(queryKeys.system, webComposition().services.getSystem())
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <HealthScreen />
    </HydrationBoundary>
  )
}

export default HealthPage
