'use client'
import { useMutation } from '@tanstack/react-query'
import { signOut } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { changePassword } from '@/app/_api/account-calls'
import { Button } from '@/app/_components/ui/button'
import { type AccountView, MIN_PASSWORD_LENGTH } from '@/lib/contracts/account'
import { Field } from '@/app/_components/ui/field'
import { Setting } from './setting'
import form from '@/app/_components/ui/form.module.css'

const EMPTY = { password: '', newPassword: '', repeated: '', totp: '' }

export const PasswordForm = ({ account }: { account: AccountView }) => {
  const [open, setOpen] = useState(false)
  const [fields, setFields] = useState(EMPTY)
  const asksCode = account.secondFactor.enrolledAt !== null
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => signOut({ callbackUrl: '/sign-in' }),
  })
  const tooShort = fields.newPassword !== '' && fields.newPassword.length < MIN_PASSWORD_LENGTH
  const differs = fields.repeated !== '' && fields.repeated !== fields.newPassword
  const ready =
    fields.password !== '' &&
    fields.newPassword.length >= MIN_PASSWORD_LENGTH &&
    fields.repeated === fields.newPassword &&
    (!asksCode || fields.totp.trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready || change.isPending) return
    const { password, newPassword, totp } = fields
    change.mutate({ password, newPassword, ...(asksCode ? { totp } : {}) })
  }
  const field = (name: keyof typeof EMPTY) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  })
  return (
    <Setting
      title="Password"
      text="Changing it signs you out everywhere, so that whoever knew the old one is out too."
      action={!open && <Button onClick={() => setOpen(true)}>Change password</Button>}
    >
      {open && (
        <form className={form.form} onSubmit={submit} noValidate>
          <input type="hidden" autoComplete="username" value={account.email ?? ''} readOnly />
          <div className={form.fields}>
            <Field
              label="Password now"
              type="password"
              autoComplete="current-password"
              autoFocus
              {...field('password')}
            />
            <Field
              label="New password"
              type="password"
              autoComplete="new-password"
              invalid={tooShort}
              hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
              {...field('newPassword')}
            />
            <Field
              label="New password again"
              type="password"
              autoComplete="new-password"
              invalid={differs}
              hint={differs ? 'Differs from the new password.' : undefined}
              {...field('repeated')}
            />
            {asksCode && <Field label="Authenticator code" autoComplete="one-time-code" {...field('totp')} />}
          </div>
          {change.error && (
            <p role="alert" className={form.error}>
              {change.error.message}
            </p>
          )}
          <div className={form.actions}>
            <Button tone="primary" type="submit" disabled={!ready || change.isPending || change.isSuccess}>
              {change.isPending || change.isSuccess ? 'Changing' : 'Change and sign out everywhere'}
            </Button>
            <Button
              tone="ghost"
              onClick={() => {
                setFields(EMPTY)
                change.reset()
                setOpen(false)
              }}
            >
              Leave it
            </Button>
          </div>
        </form>
      )}
    </Setting>
  )
}
