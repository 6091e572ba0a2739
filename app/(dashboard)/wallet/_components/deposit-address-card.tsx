'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { CopyText } from '@/app/_components/ui/copy-text'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { useMode } from '@/app/_live/mode-context'
import type { WalletView } from '@/lib/contracts/wallets'
import form from '@/app/_components/ui/form.module.css'
import styles from './deposit-address-card.module.css'

const AddressQr = dynamic(() => import('./address-qr').then(({ AddressQr }) => AddressQr), { ssr: false })

/** Where money is sent from outside: an exchange, a phone. */
export const DepositAddressCard = ({ wallet }: { wallet: WalletView }) => {
  const mode = useMode()
  const [shown, setShown] = useState(false)
  return (
    <TitledCard
      title="Deposit"
      aside={
        <div className={form.actions}>
          <Button size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide QR code' : 'QR code'}
          </Button>
          <CopyText text={wallet.address} what="deposit address" />
        </div>
      }
    >
      <p>
        Send SOL or USDC on Solana to this address. It shows here as soon as the network has it, after about a
        second.
      </p>
      <code className={styles.address} data-testid="deposit-address">
        {wallet.address}
      </code>
      {shown && <AddressQr address={wallet.address} />}
      {mode === 'sandbox' && <p>This is a play chain: real money sent to it is lost.</p>}
    </TitledCard>
  )
}
