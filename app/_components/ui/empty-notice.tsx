import type { ReactNode } from 'react'
import styles from './empty-notice.module.css'

type Props = { title: string; text: string; children?: ReactNode }

export const EmptyNotice = ({ title, text, children }: Props) => (
  <div className={styles.empty}>
    <b>{title}</b>
    <p>{text}</p>
    {children && <div className={styles.actions}>{children}</div>}
  </div>
)
