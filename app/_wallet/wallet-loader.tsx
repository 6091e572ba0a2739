'use client'
import dynamic from 'next/dynamic'
import { useStore } from '@/app/_live/external-store'
import { walletWanted } from './browser-wallet'

const WalletHost = dynamic(() => import('./wallet-host').then(({ WalletHost }) => WalletHost), { ssr: false })

/** Loads nothing until something on the page wants a wallet. */
export const WalletLoader = () => (useStore(walletWanted) ? <WalletHost /> : null)
