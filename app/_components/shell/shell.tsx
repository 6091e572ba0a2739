import type { ReactNode } from 'react'
import { SigningBar } from '@/app/_wallet/signing-bar'
import { WalletLoader } from '@/app/_wallet/wallet-loader'
import type { Mode } from '@/lib/contracts/health'
import { ConnectionBar } from './connection-bar'
import { ModeBar } from './mode-bar'
import { Palette } from './palette'
import { Rail } from './rail'
import { ReadinessBar } from './readiness-bar'
import { Shortcuts } from './shortcuts'
import { StateBanner } from './state-banner'
import { StatusBar } from './status-bar'
import { Toasts } from './toasts'
import { TopBar } from './top-bar'
import styles from './shell.module.css'

type Props = { mode: Mode; name: string; children: ReactNode }

export const Shell = ({ mode, name, children }: Props) => (
  <div className={styles.app}>
    <a href="#main" className={styles.skip}>
      Skip to content
    </a>
    <ModeBar mode={mode} />
    <TopBar mode={mode} />
    <div className={styles.body}>
      <ReadinessBar />
      <StateBanner />
      <ConnectionBar />
      <SigningBar />
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
    <Rail name={name} />
    <StatusBar />
    <Toasts />
    <Palette />
    <Shortcuts />
    <WalletLoader />
  </div>
)
