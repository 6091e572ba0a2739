'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '@/app/_api/api-error'
import { sendWithdrawal } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import { formatDateTime } from '@/app/_format/time'
import { shortAddress } from '@/app/_format/text'
import { useNow } from '@/app/_live/clock'
import { announce } from '@/app/_live/notices'
import { applyTransfer } from '@/app/_live/stream-cache'
import type { BookedAddressView, WalletBalanceView } from '@/lib/contracts/wallets'
import { WithdrawConfirm } from './withdraw-confirm'
import { assetIdOf, readAmount, withdrawalBlock, type WithdrawalFields } from './withdrawal-form'
import form from '@/app/_components/ui/form.module.css'

type Props = {
  balances: readonly WalletBalanceView[]
  addresses: readonly BookedAddressView[]
  asksCode: boolean
}

const EMPTY: WithdrawalFields = { asset: '', amount: '', address: '', code: '' }

export const WithdrawForm = ({ balances, addresses, asksCode }: Props) => {
  const cache = useQueryClient()
  const nowMs = useNow()
  const [fields, setFields] = useState(EMPTY)
  const [asking, setAsking] = useState(false)
  // One key for one wish: sent again after a lost answer, it is the same withdrawal.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const held = balances.filter(({ amountRaw }) => amountRaw !== '0')
  const balance =
    held.find((one) => assetIdOf(one) === fields.asset) ?? held.find(({ mint }) => mint) ?? held[0]
  const usable = addresses.filter(({ usableAt }) => Date.parse(usableAt) <= nowMs)
  const booked = addresses.find(({ address }) => address === fields.address) ?? usable[0]
  const withdraw = useMutation({
    mutationFn: sendWithdrawal,
    onSuccess: (transfer) => {
      applyTransfer(cache, transfer)
      announce(`Withdrawal of ${transfer.amount} ${transfer.asset.symbol} accepted`)
      setFields({ ...EMPTY, asset: fields.asset, address: fields.address })
      setKey(crypto.randomUUID())
    },
  })
  if (!balance) return <EmptyNotice title="Nothing to withdraw" text="What you deposit shows here." />
  if (addresses.length === 0)
    return (
      <EmptyNotice
        title="No address to pay to"
        text="Money leaves only to addresses of your book. Add one under Address book; a new one waits first."
      />
    )

  const block = withdrawalBlock(fields, { balance, booked, asksCode, nowMs })
  const change = (next: Partial<WithdrawalFields>) => {
    setFields({ ...fields, ...next })
    if (withdraw.isError) withdraw.reset()
    setKey(crypto.randomUUID())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!block && !withdraw.isPending) setAsking(true)
  }
  const amount = readAmount(fields.amount, balance.decimals) ?? '0'
  const send = () => {
    setAsking(false)
    withdraw.mutate({
      key,
      asset: assetIdOf(balance),
      amount,
      address: booked!.address,
      ...(asksCode ? { totp: fields.code.trim() } : {}),
    })
  }
  const unanswered = withdraw.error instanceof ApiError && withdraw.error.failure !== 'problem'
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <div className={form.fields}>
        <SelectField
          label="What"
          value={assetIdOf(balance)}
          onChange={(event) => change({ asset: event.target.value, amount: '' })}
        >
          {held.map((one) => (
            <option key={assetIdOf(one)} value={assetIdOf(one)}>
              {one.symbol}
            </option>
          ))}
        </SelectField>
        <Field
          label="How much"
          inputMode="decimal"
          autoComplete="off"
          unit={balance.symbol}
          invalid={fields.amount !== '' && block?.field === 'amount'}
          hint={
            fields.amount !== '' && block?.field === 'amount' ? block.reason : `${balance.free} may leave`
          }
          value={fields.amount}
          onChange={(event) => change({ amount: event.target.value })}
        />
        <SelectField
          label="Where to"
          wide
          value={booked?.address ?? ''}
          onChange={(event) => change({ address: event.target.value })}
        >
          {!booked && <option value="">None may be used yet</option>}
          {addresses.map(({ id, address, label, usableAt }) => (
            <option key={id} value={address} disabled={Date.parse(usableAt) > nowMs}>
              {label}, {shortAddress(address)}
              {Date.parse(usableAt) > nowMs && `, from ${formatDateTime(usableAt)}`}
            </option>
          ))}
        </SelectField>
        {asksCode && (
          <Field
            label="Authenticator code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={fields.code}
            onChange={(event) => change({ code: event.target.value })}
          />
        )}
      </div>
      {withdraw.error && (
        <p role="alert" className={form.error}>
          {unanswered ? 'No answer came. Ask again: it cannot happen twice.' : withdraw.error.message}
        </p>
      )}
      <div className={form.actions}>
        <Button tone="primary" type="submit" disabled={block !== null || withdraw.isPending}>
          {withdraw.isPending ? 'Asking JARVIS' : unanswered ? 'Ask again' : 'Review withdrawal'}
        </Button>
        <Button
          tone="ghost"
          onClick={() => change({ amount: balance.free })}
          disabled={balance.free === '0'}
          aria-label={`Withdraw all ${balance.symbol} that may leave`}
        >
          All that may leave
        </Button>
        {block && fields.amount !== '' && block.field !== 'amount' && <span>{block.reason}</span>}
      </div>
      {asking && booked && (
        <WithdrawConfirm
          balance={balance}
          amount={amount}
          to={booked}
          onBack={() => setAsking(false)}
          onWithdraw={send}
        />
      )}
    </form>
  )
}
