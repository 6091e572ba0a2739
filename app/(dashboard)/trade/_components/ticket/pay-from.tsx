'use client'
import { useQuery } from '@tanstack/react-query'
import { walletsQuery } from '@/app/_api/wallet-calls'
import { SelectField } from '@/app/_components/ui/select-field'
import { formatAmount } from '@/app/_format/numbers'
import { shortAddress } from '@/app/_format/text'
import type { WalletView } from '@/lib/contracts/wallets'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { useTicketForm } from './ticket-form-context'
import styles from './pay-from.module.css'

const usdcOf = ({ balances }: WalletView): string =>
  `${formatAmount(balances.find(({ mint }) => mint === USDC_MINT)?.free ?? '0')} USDC`

/** Shown to those who have linked a wallet of their own: it signs what is bought with it. */
export const PayFrom = () => {
  const { fields, change } = useTicketForm()
  const { data } = useQuery(walletsQuery)
  const own = data?.wallets.filter(({ kind }) => kind === 'CONNECTED') ?? []
  const trading = data?.wallets.find(({ kind }) => kind === 'TRADING')
  if (own.length === 0) return null
  if (fields.entry.kind !== 'market')
    return (
      <p className={styles.note}>
        Paid from the trading wallet: JARVIS must be able to sign when its time comes.
      </p>
    )
  return (
    <SelectField
      label="Pay from"
      value={fields.wallet ?? ''}
      onChange={(event) => change({ wallet: event.target.value === '' ? null : event.target.value })}
      hint={
        fields.wallet === null
          ? undefined
          : 'Your wallet signs this buy, and later each sell: an exit waits for your signature.'
      }
    >
      <option value="">Trading wallet{trading && `, ${usdcOf(trading)}`}</option>
      {own.map((wallet) => (
        <option key={wallet.id} value={wallet.address}>
          {shortAddress(wallet.address)}, {usdcOf(wallet)}
        </option>
      ))}
    </SelectField>
  )
}
