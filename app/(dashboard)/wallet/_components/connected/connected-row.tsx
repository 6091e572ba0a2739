'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { unlinkWallet } from '@/app/_api/connected-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import { Chip } from '@/app/_components/ui/chip'
import { CopyAddress } from '@/app/_components/ui/copy-address'
import { formatAmount } from '@/app/_format/numbers'
import { plainName, shortAddress } from '@/app/_format/text'
import { notify } from '@/app/_live/notices'
import type { WalletView } from '@/lib/contracts/wallets'
import { DepositForm } from './deposit-form'
import styles from './connected-row.module.css'

/** `here` names the wallet of this browser that holds it now. */
export const ConnectedRow = ({ wallet, here }: { wallet: WalletView; here: string | null }) => {
  const cache = useQueryClient()
  const [depositing, setDepositing] = useState(false)
  const unlink = useMutation({
    mutationFn: () => unlinkWallet(wallet.id),
    onSuccess: () => cache.invalidateQueries({ queryKey: queryKeys.wallets }),
    onError: (error) => notify({ id: wallet.id, tone: 'warn', title: 'Not unlinked', detail: error.message }),
  })
  const held = wallet.balances.filter(({ amountRaw }) => amountRaw !== '0')
  return (
    <li className={styles.row} data-wallet={wallet.address}>
      <div className={styles.head}>
        <CopyAddress address={wallet.address} what="address of your wallet" />
        {here === null ? <Chip>not in this browser</Chip> : <Chip tone="ok">{plainName(here)}</Chip>}
      </div>
      <p>
        {held.length === 0
          ? 'Holds nothing.'
          : held.map(({ symbol, amount }) => `${formatAmount(amount)} ${plainName(symbol)}`).join(', ')}
      </p>
      {depositing ? (
        <DepositForm wallet={wallet} onLeave={() => setDepositing(false)} />
      ) : (
        <div className={styles.actions}>
          <Button
            size="small"
            disabled={here === null || held.length === 0}
            title={here === null ? 'Connect it in this browser first' : undefined}
            onClick={() => setDepositing(true)}
          >
            Deposit from it
          </Button>
          <Button
            size="small"
            tone="ghost"
            disabled={unlink.isPending}
            aria-label={`Unlink ${shortAddress(wallet.address)}`}
            onClick={() => unlink.mutate()}
          >
            Unlink
          </Button>
        </div>
      )}
    </li>
  )
}
