import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { loadSession } from '@/app/_server/load-session'
import { loadWallet } from '@/app/_server/load-wallet'
import { WalletScreen } from './_components/wallet-screen'

export const metadata: Metadata = { title: 'Wallet' }

const WalletPage = async () => {
  const { user } = await loadSession()
  if (!user) redirect('/sign-in')
  const cache = await loadWallet(user)
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <WalletScreen />
    </HydrationBoundary>
  )
}

export default WalletPage
