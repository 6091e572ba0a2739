'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { accountQuery } from '@/app/_api/queries'
import { queryKeys } from '@/app/_api/query-keys'
import { addAddress } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { Field } from '@/app/_components/ui/field'
import form from '@/app/_components/ui/form.module.css'
import styles from './add-address-form.module.css'

const EMPTY = { address: '', label: '', code: '' }

export const AddAddressForm = ({ waitHours, onLeave }: { waitHours: string; onLeave: () => void }) => {
  const cache = useQueryClient()
  const { data: account } = useQuery(accountQuery)
  const asksCode = account?.secondFactor.enrolledAt != null
  const [fields, setFields] = useState(EMPTY)
  const add = useMutation({
    mutationFn: addAddress,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: queryKeys.addresses })
      onLeave()
    },
  })
  const address = fields.address.trim()
  const mistyped = address !== '' && !/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(address)
  const ready =
    address !== '' && !mistyped && fields.label.trim() !== '' && (!asksCode || fields.code.trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready || add.isPending) return
    const { label, code } = fields
    add.mutate({ address, label: label.trim(), ...(asksCode ? { totp: code.trim() } : {}) })
  }
  const field = (name: keyof typeof EMPTY) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  })
  return (
    <form className={`${form.form} ${styles.form}`} onSubmit={submit} noValidate>
      <Field
        label="Solana address"
        autoComplete="off"
        autoFocus
        spellCheck={false}
        invalid={mistyped}
        hint={mistyped ? 'This is no Solana address: it has 32 to 44 letters and digits.' : undefined}
        className={styles.wide}
        {...field('address')}
      />
      <Field
        label="Name"
        autoComplete="off"
        maxLength={60}
        placeholder="My cold wallet"
        className={styles.wide}
        {...field('label')}
      />
      {asksCode && (
        <Field
          label="Authenticator code"
          inputMode="numeric"
          autoComplete="one-time-code"
          className={styles.wide}
          {...field('code')}
        />
      )}
      <p className={form.note}>
        Check every letter: what is sent to a wrong address is gone. Withdrawals to it start after {waitHours}{' '}
        h.
      </p>
      {add.error && (
        <p role="alert" className={form.error}>
          {add.error.message}
        </p>
      )}
      <div className={form.actions}>
        <Button tone="primary" type="submit" disabled={!ready || add.isPending}>
          {add.isPending ? 'Adding' : 'Add address'}
        </Button>
        <Button tone="ghost" onClick={onLeave}>
          Leave it
        </Button>
      </div>
    </form>
  )
}
