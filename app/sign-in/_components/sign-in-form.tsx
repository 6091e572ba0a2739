'use client'
import { Mail, Play } from 'lucide-react'
import { signIn } from 'next-auth/react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { UntilLive } from '@/app/_components/ui/until-live'
import { CODE_ANSWERS } from './second-factor-answers'
import { WalletSignIn } from './wallet-sign-in'
import styles from './sign-in-form.module.css'

/** Public by contract: these accounts exist in sandbox mode only. */
const DEMO = { email: 'demo@jarvis.local', password: 'demo-sandbox' }

type Busy = 'form' | 'sandbox' | null

/** `CredentialsSignin` is next-auth's word for a wrong pair; the others are error codes of ours. */
const explain = (code: string | null | undefined): string => {
  if (code === 'CredentialsSignin') return 'This e-mail and password do not match an account.'
  if (code === 'rate_limited') return 'Too many attempts. Wait a minute, then try again.'
  return 'JARVIS did not answer. Nothing was changed; try again.'
}

export const SignInForm = ({ sandbox }: { sandbox: boolean }) => {
  const [busy, setBusy] = useState<Busy>(null)
  const [error, setError] = useState<string | null>(null)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const [code, setCode] = useState('')
  const emailId = useId()
  const passwordId = useId()
  const codeId = useId()
  const errorId = useId()

  const enter = async (who: { email: string; password: string; totp?: string }, from: Busy) => {
    setBusy(from)
    setError(null)
    const answer = await signIn('password', { ...who, redirect: false }).catch(() => undefined)
    if (answer?.ok && !answer.error) {
      window.location.assign('/trade')
      return
    }
    setBusy(null)
    const codeAnswer = CODE_ANSWERS.get(answer?.error ?? '')
    if (codeAnswer === undefined) return setError(explain(answer?.error))
    // The demo account can have an authenticator too: its form then goes on here.
    setEmail(who.email)
    setPassword(who.password)
    setAsksCode(true)
    setCode('')
    setError(codeAnswer)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (email.trim() === '' || password === '') {
      setError('Enter your e-mail address and your password.')
      return
    }
    if (asksCode && code.trim() === '') {
      setError('Enter the code of your authenticator app, or a recovery code.')
      return
    }
    void enter({ email: email.trim(), password, ...(asksCode ? { totp: code } : {}) }, 'form')
  }

  return (
    <div className={styles.box}>
      <UntilLive>
        <form className={styles.form} onSubmit={submit} noValidate>
          <label htmlFor={emailId}>E-mail</label>
          <input
            id={emailId}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            aria-invalid={error !== null}
            aria-describedby={errorId}
            onChange={(event) => setEmail(event.target.value)}
          />
          <label htmlFor={passwordId}>Password</label>
          <input
            id={passwordId}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            aria-invalid={error !== null}
            aria-describedby={errorId}
            onChange={(event) => setPassword(event.target.value)}
          />
          {asksCode && (
            <>
              <label htmlFor={codeId}>Code of your authenticator app, or a recovery code</label>
              <input
                id={codeId}
                name="totp"
                autoComplete="one-time-code"
                autoFocus
                value={code}
                aria-invalid={error !== null}
                aria-describedby={errorId}
                onChange={(event) => setCode(event.target.value)}
              />
            </>
          )}
          <p id={errorId} role="alert" className={styles.error}>
            {error}
          </p>
          <Button tone="primary" size="large" type="submit" disabled={busy !== null}>
            <Mail aria-hidden="true" size={16} />
            {busy === 'form' ? 'Signing in' : asksCode ? 'Sign in' : 'Continue with e-mail'}
          </Button>
        </form>
        <WalletSignIn disabled={busy !== null} />
        {sandbox && (
          <p className={styles.sandbox}>
            <Play aria-hidden="true" size={13} />
            Just looking?
            <button type="button" disabled={busy !== null} onClick={() => void enter(DEMO, 'sandbox')}>
              {busy === 'sandbox' ? 'Opening the sandbox' : 'Open the sandbox'}
            </button>
            with 10,000 play dollars.
          </p>
        )}
      </UntilLive>
    </div>
  )
}
