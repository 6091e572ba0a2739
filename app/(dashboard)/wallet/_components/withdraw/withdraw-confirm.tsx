import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import type { BookedAddressView, WalletBalanceView } from '@/lib/contracts/wallets'
import { withdrawalWords } from './withdrawal-words'
import styles from './withdraw-confirm.module.css'

type Props = {
  balance: WalletBalanceView
  amount: string
  to: BookedAddressView
  onBack: () => void
  onWithdraw: () => void
}

/** Asked once, in words, before money leaves. */
export const WithdrawConfirm = ({ balance, amount, to, onBack, onWithdraw }: Props) => {
  const words = withdrawalWords(balance, amount, to)
  return (
    <Confirm
      title={`Withdraw ${words.leaves}?`}
      onBack={onBack}
      action={
        <Button tone="primary" onClick={onWithdraw}>
          Withdraw {words.leaves}
        </Button>
      }
    >
      <span className={styles.facts}>
        <span>Leaves</span>
        <b>{words.leaves}</b>
        <span>Goes to</span>
        <b title={to.address}>
          <bdi>{words.to}</bdi>
        </b>
        <span>Costs</span>
        <b>{words.fee}</b>
        <span>Stays here</span>
        <b>{words.stays}</b>
      </span>
      <span className={styles.note}>Once it is signed nobody can call it back.</span>
    </Confirm>
  )
}
