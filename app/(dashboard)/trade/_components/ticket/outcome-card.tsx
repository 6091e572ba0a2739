import type { ReactNode } from 'react'
import styles from './outcome-card.module.css'

type Props = {
  tone: 'plain' | 'warn' | 'crit' | 'gain'
  icon: ReactNode
  title: ReactNode
  aside?: ReactNode
  children?: ReactNode
}

export const OutcomeCard = ({ tone, icon, title, aside, children }: Props) => (
  <div className={styles.card} data-tone={tone} data-testid="trade-outcome">
    <div className={styles.head}>
      <span className={styles.icon}>{icon}</span>
      <b>{title}</b>
      {aside}
    </div>
    {children && <div className={styles.body}>{children}</div>}
  </div>
)
