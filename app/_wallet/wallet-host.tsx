'use client'
import { WalletProvider, useWallet } from '@solana/wallet-adapter-react'
import type { Adapter, WalletName } from '@solana/wallet-adapter-base'
import { VersionedTransaction } from '@solana/web3.js'
import { useEffect, useRef } from 'react'
import { fromBase64, toBase64 } from './base64'
import { browserWallet, giveWalletHands, NO_WALLET, type WalletHands } from './browser-wallet'
import { walletFault } from './wallet-fault'

/** Wallets of the Wallet Standard announce themselves; no adapter of a single wallet is shipped. */
const NO_ADAPTERS: Adapter[] = []

const connectedTo = (adapter: Adapter): Promise<string> =>
  new Promise((resolve, reject) => {
    if (adapter.publicKey) return resolve(adapter.publicKey.toBase58())
    adapter.once('connect', (key) => resolve(key.toBase58()))
    adapter.once('error', reject)
    adapter.connect().catch(reject)
  })

const inWords = async <T,>(act: () => Promise<T>): Promise<T> => {
  try {
    return await act()
  } catch (error) {
    throw walletFault(error)
  }
}

const handsOf = (
  adapters: readonly Adapter[],
  chosen: { current: Adapter | null },
  select: (name: WalletName | null) => void,
): WalletHands => ({
  connect: (name) =>
    inWords(async () => {
      const adapter = adapters.find((one) => one.name === name)
      if (!adapter) throw new Error(`${name} is no longer there`)
      select(adapter.name)
      const address = await connectedTo(adapter)
      chosen.current = adapter
      return address
    }),
  disconnect: () => inWords(async () => chosen.current?.disconnect()),
  signText: (text) =>
    inWords(async () => {
      const adapter = chosen.current
      if (!adapter || !('signMessage' in adapter)) throw new Error('it cannot sign messages')
      return toBase64(await adapter.signMessage(new TextEncoder().encode(text)))
    }),
  signTransaction: (transaction) =>
    inWords(async () => {
      const adapter = chosen.current
      if (!adapter || !('signTransaction' in adapter)) throw new Error('it cannot sign transactions')
      const signed = await adapter.signTransaction(VersionedTransaction.deserialize(fromBase64(transaction)))
      return toBase64(signed.serialize())
    }),
})

const Bridge = () => {
  const { wallets, wallet, publicKey, select } = useWallet()
  const current = wallet?.adapter ?? null
  const address = publicKey?.toBase58() ?? null
  const chosen = useRef<Adapter | null>(null)
  useEffect(() => {
    chosen.current = current
    giveWalletHands(
      handsOf(
        wallets.map(({ adapter }) => adapter),
        chosen,
        select,
      ),
    )
    browserWallet.set({
      found: wallets.map(({ adapter: { name, icon } }) => ({ name, icon })),
      connected: current && address ? { name: current.name, address } : null,
    })
  }, [wallets, current, address, select])
  useEffect(
    () => () => {
      giveWalletHands(null)
      browserWallet.set(NO_WALLET)
    },
    [],
  )
  return null
}

/** The one place that loads wallet-adapter and web3.js; the rest of the page talks to `browserWallet`. */
export const WalletHost = () => (
  <WalletProvider wallets={NO_ADAPTERS} autoConnect localStorageKey="jarvis-wallet" onError={() => {}}>
    <Bridge />
  </WalletProvider>
)
