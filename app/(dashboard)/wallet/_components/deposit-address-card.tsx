import { CopyText } from '@/app/_components/ui/copy-text'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { useMode } from '@/app/_live/mode-context'
import type { WalletView } from '@/lib/contracts/wallets'
import styles from './deposit-address-card.module.css'

/** Where money is sent from outside: an exchange, a phone. */
export const DepositAddressCard = ({ wallet }: { wallet: WalletView }) => {
  const mode = useMode()
  return (
    <TitledCard title="Deposit" aside={<CopyText text={wallet.address} what="deposit address" />}>
      <p>
        Send SOL or USDC on Solana to this address. It shows here as soon as the network has it, after about a
        second.
      </p>
      <code className={styles.address} data-testid="deposit-address">
        {wallet.address}
      </code>
      {mode === 'sandbox' && <p>This is a play chain: real money sent to it is lost.</p>}
    </TitledCard>
  )
}
