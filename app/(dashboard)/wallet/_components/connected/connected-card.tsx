'use client'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { useBrowserWallet } from '@/app/_wallet/use-browser-wallet'
import { WalletPicker } from '@/app/_wallet/wallet-picker'
import type { WalletView } from '@/lib/contracts/wallets'
import { ConnectedRow } from './connected-row'
import { useLinkWallet } from './use-link-wallet'
import form from '@/app/_components/ui/form.module.css'
import styles from './connected-card.module.css'

/** The trader's own wallets: they sign themselves, and JARVIS never has their keys. */
export const ConnectedCard = ({ wallets }: { wallets: readonly WalletView[] }) => {
  const [picking, setPicking] = useState(false)
  const { connected } = useBrowserWallet(picking || wallets.length > 0)
  const link = useLinkWallet(wallets.map(({ address }) => address))
  return (
    <TitledCard
      title="Your own wallets"
      flush
      aside={
        !picking && (
          <Button size="small" onClick={() => setPicking(true)}>
            Connect a wallet
          </Button>
        )
      }
    >
      {wallets.length > 0 && (
        <ul>
          {wallets.map((wallet) => (
            <ConnectedRow
              key={wallet.id}
              wallet={wallet}
              here={connected?.address === wallet.address ? connected.name : null}
            />
          ))}
        </ul>
      )}
      {(picking || wallets.length === 0) && (
        <div className={styles.body}>
          {!picking && (
            <p>
              Connect Phantom, Solflare or another wallet of this browser to deposit from it, to trade with it
              and to sign in. It keeps its keys and signs every trade itself.
            </p>
          )}
          {picking && (
            <>
              <p>It signs a message to prove that it is yours. That moves no money and costs nothing.</p>
              <WalletPicker
                busy={link.isPending}
                onPick={(name) => link.mutate(name, { onSuccess: () => setPicking(false) })}
              />
              {link.error && (
                <p role="alert" className={form.error}>
                  {link.error.message}
                </p>
              )}
              <div className={form.actions}>
                {link.isPending && <span role="status">Look at your wallet</span>}
                <Button
                  tone="ghost"
                  onClick={() => {
                    link.reset()
                    setPicking(false)
                  }}
                >
                  Leave it
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </TitledCard>
  )
}
