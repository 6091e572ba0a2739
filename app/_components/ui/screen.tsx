import clsx from 'clsx'
import type { ReactNode } from 'react'
import { ModeChip } from '@/app/_components/shell/mode-chip'
import { useMode } from '@/app/_live/mode-context'
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
}) => {
  const mode = useMode()
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>
          {title} <span>{note}</span>
        </h1>
        <span className={styles.mode}>
          <ModeChip mode={mode} />
        </span>
      </div>
      {children}
    </div>
  )
}

/** What it is about on the left, what belongs to it at the side; two equal halves with `halves`. */
export const Columns = ({ halves = false, children }: { halves?: boolean; children: ReactNode }) => (
  <div className={clsx(styles.columns, halves && styles.halves)}>{children}</div>
)

export const Column = ({ children }: { children: ReactNode }) => (
  <div className={styles.column}>{children}</div>
)
