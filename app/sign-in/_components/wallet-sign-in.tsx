'use client'
import { Wallet } from 'lucide-react'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { askSignInMessage } from '@/app/_api/connected-calls'
import { Button } from '@/app/_components/ui/button'
import { walletHands } from '@/app/_wallet/browser-wallet'
import { WalletLoader } from '@/app/_wallet/wallet-loader'
import { WalletPicker } from '@/app/_wallet/wallet-picker'
import { CODE_ANSWERS } from './second-factor-answers'
import styles from './sign-in-form.module.css'

/** next-auth tells a wallet nobody knows and a signature that does not fit by these. */
const explain = (code: string | null | undefined): string => {
  if (code === 'forbidden')
    return 'No account belongs to this wallet. Sign in with your e-mail, then connect it on the Wallet page.'
  if (code === 'CredentialsSignin')
    return 'The signature does not fit, or it took longer than five minutes. Try again.'
  if (code === 'rate_limited') return 'Too many attempts. Wait a minute, then try again.'
  return 'JARVIS did not answer. Nothing was changed; try again.'
}

type Answer = { error?: string | null; ok?: boolean } | undefined

const signInWith = async (name: string, totp: string): Promise<Answer> => {
  const hands = walletHands()
  const { nonce, message } = await askSignInMessage(await hands.connect(name))
  const signature = await hands.signText(message)
  return signIn('solana', { nonce, signature, ...(totp === '' ? {} : { totp }), redirect: false })
}

/** Sign In With Solana: the wallet signs a message, which moves no money and costs nothing. */
export const WalletSignIn = ({ disabled }: { disabled: boolean }) => {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
  const [code, setCode] = useState('')
  const [error, setError] = useState<string | null>(null)

  const enter = async (name: string) => {
    setBusy(true)
    setError(null)
    try {
      const answer = await signInWith(name, asksCode ? code.trim() : '')
      if (answer?.ok && !answer.error) return window.location.assign('/trade')
      const codeAnswer = CODE_ANSWERS.get(answer?.error ?? '')
      setError(codeAnswer === undefined ? explain(answer?.error) : codeAnswer)
      if (codeAnswer !== undefined) setAsksCode(true)
    } catch (fault) {
      setError(fault instanceof Error ? fault.message : 'The wallet gave no answer. Nothing was signed.')
    }
    setBusy(false)
  }

  if (!open)
    return (
      <Button size="large" className={styles.wallet} disabled={disabled} onClick={() => setOpen(true)}>
        <Wallet aria-hidden="true" size={16} />
        Continue with a wallet
      </Button>
    )
  return (
    <section className={styles.wallets} aria-label="Sign in with a wallet">
      <p>
        {busy
          ? 'Look at your wallet: it asks you to sign a message.'
          : 'Your wallet signs a message that it is yours. That moves no money and costs nothing.'}
      </p>
      {asksCode && (
        <label>
          Code of your authenticator app, then choose the wallet again
          <input
            name="wallet-totp"
            autoComplete="one-time-code"
            autoFocus
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
      )}
      <WalletPicker busy={busy || disabled} onPick={(name) => void enter(name)} />
      <p role="alert" className={styles.error}>
        {error}
      </p>
      <WalletLoader />
    </section>
  )
}
