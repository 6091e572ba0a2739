'use client'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { formatAmount } from '@/app/_format/numbers'
import { plainName, plural, shortAddress } from '@/app/_format/text'
import type { ReclaimableAccountView } from '@/lib/contracts/reclaim'
import { sumOf } from './reclaim-sum'
import form from '@/app/_components/ui/form.module.css'
import styles from './reclaim-form.module.css'

type Intent = { key: string; accounts: string[]; burnDust: boolean }
type Props = {
  accounts: readonly ReclaimableAccountView[]
  most: number
  busy: boolean
  onClose: (intent: Intent) => void
}

const nameOf = ({ symbol, mint }: ReclaimableAccountView): string =>
  symbol === null ? shortAddress(mint) : plainName(symbol)
const holds = (account: ReclaimableAccountView): string =>
  account.kind === 'EMPTY' ? 'empty' : `${formatAmount(account.amount)} left, burnt when closed`

export const ReclaimForm = ({ accounts, most, busy, onClose }: Props) => {
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    accounts
      .filter((account) => account.kind === 'EMPTY')
      .slice(0, most)
      .map((account) => account.account),
  )
  const [asking, setAsking] = useState(false)
  // One key for one choice: pressed again after a lost answer, it is the same operation.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const picked = accounts.filter((account) => chosen.includes(account.account))
  const { rentSol, feeSol, burnt } = sumOf(picked)
  const toggle = (account: string, on: boolean) => {
    setKey(crypto.randomUUID())
    setChosen(on ? [...chosen, account] : chosen.filter((other) => other !== account))
  }
  return (
    <div className={form.form}>
      <ul className={styles.list}>
        {accounts.map((account) => (
          <li key={account.account}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(account.account)}
                disabled={!chosen.includes(account.account) && chosen.length >= most}
                onChange={(event) => toggle(account.account, event.target.checked)}
              />
              <bdi>{nameOf(account)}</bdi>
              <span>{holds(account)}</span>
              <b>{account.rentSol} SOL</b>
            </label>
          </li>
        ))}
      </ul>
      {accounts.length > most && <p className={form.note}>At most {most} fit into one transaction.</p>}
      <Button tone="primary" disabled={picked.length === 0 || busy} onClick={() => setAsking(true)}>
        {busy ? 'Asking' : `Close ${plural(picked.length, 'account')} for ${rentSol} SOL`}
      </Button>
      {asking && (
        <Confirm
          title={`Close ${plural(picked.length, 'token account')}?`}
          onBack={() => setAsking(false)}
          action={
            <Button
              tone="primary"
              onClick={() => {
                setAsking(false)
                onClose({ key, accounts: picked.map((one) => one.account), burnDust: burnt.length > 0 })
              }}
            >
              Close for {rentSol} SOL
            </Button>
          }
        >
          {rentSol} SOL comes back to your trading wallet; the network takes {feeSol} SOL of it at most.
          {burnt.length > 0 &&
            ` Burnt for good: ${burnt.map((one) => `${formatAmount(one.amount)} ${nameOf(one)}`).join(', ')}, worth less than $0.10 each.`}
        </Confirm>
      )}
    </div>
  )
}
