'use client'
import { Info, LogOut, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { IconButton } from '@/app/_components/ui/icon-button'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { VisuallyHidden } from '@/app/_components/ui/visually-hidden'
import { useStore } from '@/app/_live/external-store'
import { announcement, dismiss, type Notice, notices } from '@/app/_live/notices'
import styles from './toasts.module.css'

const SHOWN_MS = 6_000
const ICON = { exit: LogOut, info: Info, warn: TriangleAlert, crit: TriangleAlert } as const

const Toast = ({ notice }: { notice: Notice }) => {
  const { id, tone } = notice
  useEffect(() => {
    if (tone === 'crit') return
    const timer = setTimeout(() => dismiss(id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [id, tone])
  const Icon = ICON[tone]
  return (
    <li className={styles.toast} data-tone={tone}>
      <Icon aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <b>
          <bdi>{notice.title}</bdi> {notice.pnlUsd && <SignedFigure value={notice.pnlUsd} />}
        </b>
        <span>
          <bdi>{notice.detail}</bdi>
        </span>
      </div>
      <IconButton label="Dismiss" onClick={() => dismiss(id)}>
        <X aria-hidden="true" />
      </IconButton>
    </li>
  )
}

export const Toasts = () => {
  const list = useStore(notices)
  const text = useStore(announcement)
  return (
    <>
      <VisuallyHidden role="status" aria-live="polite">
        {text}
      </VisuallyHidden>
      <ol className={styles.list} aria-label="Notifications">
        {list.map((notice) => (
          <Toast key={notice.id} notice={notice} />
        ))}
      </ol>
    </>
  )
}
