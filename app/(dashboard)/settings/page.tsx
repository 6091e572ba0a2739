import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadSession } from '@/app/_server/load-session'
import { loadSettings } from '@/app/_server/load-settings'
import { SettingsScreen } from './_components/settings-screen'

export const metadata: Metadata = { title: 'Settings' }

const SettingsPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const cache = await loadSettings(user)
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SettingsScreen />
    </HydrationBoundary>
  )
}

export default SettingsPage
