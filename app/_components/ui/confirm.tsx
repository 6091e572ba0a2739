'use client'
import clsx from 'clsx'
import { AlertDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import styles from './confirm.module.css'

type Props = {
  title: string
  /** The question in a sentence or two. */
  children: ReactNode
  /** More than words: a review. */
  details?: ReactNode
  action: ReactNode
  onBack: () => void
}

/** Asks once before money moves. */
export const Confirm = ({ title, children, details, action, onBack }: Props) => (
  <AlertDialog.Root open onOpenChange={(open) => !open && onBack()}>
    <AlertDialog.Portal>
      <AlertDialog.Overlay className={styles.shade} />
      <AlertDialog.Content className={clsx(styles.dialog, details !== undefined && styles.wide)}>
        <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
        <AlertDialog.Description className={styles.text}>{children}</AlertDialog.Description>
        {details}
        <div className={styles.actions}>
          <AlertDialog.Cancel asChild>
            <Button>Back</Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action asChild>{action}</AlertDialog.Action>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  </AlertDialog.Root>
)
