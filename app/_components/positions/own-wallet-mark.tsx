import { Wallet } from 'lucide-react'
import { shortAddress } from '@/app/_format/text'
import type { PositionView } from '@/lib/contracts/positions'
import styles from './own-wallet-mark.module.css'

/** Marks what lies in the trader's own wallet. JARVIS cannot sell it alone; nothing is shown for the trading wallet. */
export const OwnWalletMark = ({ wallet }: Pick<PositionView, 'wallet'>) =>
  wallet.kind === 'CONNECTED' && (
    <span
      className={styles.mark}
      title={`Held in your own wallet ${shortAddress(wallet.address)}. A sale needs its signature, an exit that fires too.`}
    >
      <Wallet aria-hidden="true" />
      Own wallet
    </span>
  )
