import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Shell } from '@/app/_components/shell/shell'
import { ClockProvider } from '@/app/_live/clock'
import { LiveProvider } from '@/app/_live/live-provider'
import { ModeProvider } from '@/app/_live/mode-context'
import { QueryProvider } from '@/app/_live/query-provider'
import { loadAccount } from '@/app/_server/load-account'
import { loadSession } from '@/app/_server/load-session'

export const dynamic = 'force-dynamic'

const DashboardLayout = async ({ children }: { children: ReactNode }) => {
  const { user, mode } = await loadSession()
  if (!user) redirect('/sign-in')
  const cache = await loadAccount(user)
  return (
    <QueryProvider>
      <HydrationBoundary state={dehydrate(cache)}>
        <ModeProvider mode={mode}>
          <ClockProvider renderedAt={Date.now()}>
            <LiveProvider>
              <Shell mode={mode} name={user.name}>
                {children}
              </Shell>
            </LiveProvider>
          </ClockProvider>
        </ModeProvider>
      </HydrationBoundary>
    </QueryProvider>
  )
}

export default DashboardLayout
