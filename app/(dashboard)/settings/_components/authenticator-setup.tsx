'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { beginTotp, confirmTotp } from '@/app/_api/account-calls'
import { Button } from '@/app/_components/ui/button'
import type { AccountView } from '@/lib/contracts/account'
import { CopyText } from '@/app/_components/ui/copy-text'
import { Field } from '@/app/_components/ui/field'
import form from '@/app/_components/ui/form.module.css'
import styles from './authenticator-setup.module.css'

type Props = { account: AccountView; onDone: (recoveryCodes: string[]) => void; onLeave: () => void }

const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret

/** First the password, then the key for the app, then a code that proves the app has it. */
export const AuthenticatorSetup = ({ account, onDone, onLeave }: Props) => {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation({ mutationFn: beginTotp })
  const confirm = useMutation({ mutationFn: confirmTotp, onSuccess: onDone })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (begin.data) confirm.mutate(code)
    else begin.mutate(password)
  }
  const error = begin.data ? confirm.error : begin.error
  const busy = begin.isPending || confirm.isPending
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      {!begin.data && account.hasPassword && (
        <div className={form.narrow}>
          <Field
            label="Your password, to begin"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
      )}
      {begin.data && (
        <>
          <ol className={styles.steps}>
            <li>
              Add this key to your authenticator app, or <a href={begin.data.uri}>open it in an app</a> on
              this device. It is shown this once.
              <span className={styles.key}>
                <code>{inFours(begin.data.secret)}</code>
                <CopyText text={begin.data.secret} what="key" />
              </span>
            </li>
            <li>Enter the code the app shows now.</li>
          </ol>
          <div className={form.narrow}>
            <Field
              label="6-digit code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </div>
        </>
      )}
      {error && (
        <p role="alert" className={form.error}>
          {error.message}
        </p>
      )}
      <div className={form.actions}>
        <Button
          tone="primary"
          type="submit"
          disabled={busy || (begin.data ? code.trim() === '' : account.hasPassword && password === '')}
        >
          {begin.data ? 'Turn on' : 'Continue'}
        </Button>
        <Button tone="ghost" onClick={onLeave}>
          Not now
        </Button>
      </div>
    </form>
  )
}
