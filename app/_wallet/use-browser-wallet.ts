import { useEffect } from 'react'
import { useStore } from '@/app/_live/external-store'
import { type BrowserWallet, browserWallet, walletWanted } from './browser-wallet'

/** The wallets of this browser. `wanted` loads the code that talks to them. */
export const useBrowserWallet = (wanted: boolean): BrowserWallet => {
  useEffect(() => {
    if (wanted) walletWanted.set(true)
  }, [wanted])
  return useStore(browserWallet)
}
