import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadSession } from '@/app/_server/load-session'
import { RiskScreen } from './_components/risk-screen'

export const metadata: Metadata = { title: 'Risk' }

const RiskPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  return <RiskScreen />
}

export default RiskPage
