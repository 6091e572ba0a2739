'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { buildDeposit, submitDeposit } from '@/app/_api/connected-calls'
import { cancelTransfer } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { Field } from '@/app/_components/ui/field'
import { SelectField } from '@/app/_components/ui/select-field'
import { shortAddress } from '@/app/_format/text'
import { applyTransfer } from '@/app/_live/stream-cache'
import { walletHands } from '@/app/_wallet/browser-wallet'
import type { WalletView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { FEE_SOL } from '../withdraw/withdrawal-words'
import { readAmount } from '../withdraw/withdrawal-form'
import form from '@/app/_components/ui/form.module.css'

/** Out of the trader's own wallet into the trading wallet: one transaction that this wallet signs. */
export const DepositForm = ({ wallet, onLeave }: { wallet: WalletView; onLeave: () => void }) => {
  const cache = useQueryClient()
  const options = wallet.balances.filter(({ mint }) => mint === null || mint === USDC_MINT)
  const [symbol, setSymbol] = useState('USDC')
  const [text, setText] = useState('')
  const [asking, setAsking] = useState(false)
  const balance = options.find((one) => one.symbol === symbol) ?? options[0]
  const deposit = useMutation({
    mutationFn: async (amount: string): Promise<void> => {
      const built = await buildDeposit({
        key: crypto.randomUUID(),
        wallet: wallet.address,
        asset: symbol,
        amount,
      })
      applyTransfer(cache, built)
      try {
        const signed = await walletHands().signTransaction(built.transaction!)
        applyTransfer(cache, await submitDeposit(built.id, signed))
      } catch (error) {
        // What was not signed cannot be sent; the row would end by itself after a minute and a half.
        await cancelTransfer(built.id).then(
          (cancelled) => applyTransfer(cache, cancelled),
          () => undefined,
        )
        throw error
      }
    },
    onSuccess: onLeave,
  })
  const amount = balance ? readAmount(text, balance.decimals) : null
  const tooMuch = amount !== null && new Decimal(amount).gt(balance!.amount)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (amount !== null && !tooMuch && !deposit.isPending) setAsking(true)
  }
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <div className={form.fields}>
        <SelectField label="What" value={symbol} onChange={(event) => setSymbol(event.target.value)}>
          {options.map((one) => (
            <option key={one.symbol}>{one.symbol}</option>
          ))}
        </SelectField>
        <Field
          label="How much"
          inputMode="decimal"
          autoComplete="off"
          autoFocus
          unit={symbol}
          invalid={tooMuch || (text !== '' && amount === null)}
          hint={`${balance?.amount ?? '0'} held`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {deposit.error && (
        <p role="alert" className={form.error}>
          {deposit.error.message}
        </p>
      )}
      <div className={form.actions}>
        <Button tone="primary" type="submit" disabled={amount === null || tooMuch || deposit.isPending}>
          {deposit.isPending ? 'Look at your wallet' : 'Review deposit'}
        </Button>
        <Button tone="ghost" disabled={deposit.isPending} onClick={onLeave}>
          Leave it
        </Button>
      </div>
      {asking && amount !== null && (
        <Confirm
          title={`Deposit ${amount} ${symbol}?`}
          onBack={() => setAsking(false)}
          action={
            <Button
              tone="primary"
              onClick={() => {
                setAsking(false)
                deposit.mutate(amount)
              }}
            >
              Sign in wallet
            </Button>
          }
        >
          Your wallet signs one transfer: {amount} {symbol} leave {shortAddress(wallet.address)} for your
          trading wallet, and it pays {FEE_SOL} SOL to the network. Nothing else is in the transaction;
          nothing moves before you sign.
        </Confirm>
      )}
    </form>
  )
}
