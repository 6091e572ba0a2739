import clsx from 'clsx'
import type { ReactNode } from 'react'
import styles from './screen.module.css'

/** A page of the dashboard: its name, what it is about, and cards below. */
export const Screen = ({
  title,
  note,
  children,
}: {
  title: string
  note: ReactNode
  children: ReactNode
}) => (
  <div className={styles.page}>
    <h1 className={styles.title}>
      {title} <span>{note}</span>
    </h1>
    {children}
  </div>
)

/** What it is about on the left, what belongs to it at the side; two equal halves with `halves`. */
export const Columns = ({ halves = false, children }: { halves?: boolean; children: ReactNode }) => (
  <div className={clsx(styles.columns, halves && styles.halves)}>{children}</div>
)

export const Column = ({ children }: { children: ReactNode }) => (
  <div className={styles.column}>{children}</div>
)
