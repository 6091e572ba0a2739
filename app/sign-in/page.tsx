import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ModeBar } from '@/app/_components/shell/mode-bar'
import { ModeChip } from '@/app/_components/shell/mode-chip'
import { Logo } from '@/app/_components/ui/logo'
import { loadSession } from '@/app/_server/load-session'
import { Promises } from './_components/promises'
import { ProductPicture } from './_components/product-picture'
import { SignInForm } from './_components/sign-in-form'
import styles from './page.module.css'

export const metadata: Metadata = { title: 'Sign in' }
export const dynamic = 'force-dynamic'

const SignInPage = async () => {
  const { user, mode } = await loadSession()
  if (user) redirect('/trade')
  return (
    <div className={styles.page}>
      <ModeBar mode={mode} />
      <header className={styles.head}>
        <Logo size={22} />
        <b>JARVIS</b>
        <ModeChip mode={mode} />
      </header>
      <main className={styles.main}>
        <div className={styles.words}>
          <h1>
            <span>It trades Solana.</span>
            <span>It shows its reasons.</span>
            <span>It knows the way out.</span>
          </h1>
          <p>
            Every buy has a target and a stop before it is sent. JARVIS checks your limits, says what leaving
            would cost, and watches every exit on every price change, while you sleep too.
          </p>
          <SignInForm sandbox={mode === 'sandbox'} />
        </div>
        <ProductPicture />
      </main>
      <Promises />
    </div>
  )
}

export default SignInPage
