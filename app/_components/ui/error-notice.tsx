import { RefreshCw, X } from 'lucide-react'
import { ApiError } from '@/app/_api/api-error'
import { Button } from './button'
import styles from './error-notice.module.css'

type Props = { what: string; still: string; error: unknown; onRetry: () => void }

/** What failed, what is still true, and how to try again. */
export const ErrorNotice = ({ what, still, error, onRetry }: Props) => (
  <div role="alert" className={styles.notice}>
    <div className={styles.head}>
      <X aria-hidden="true" className={styles.icon} />
      <b>{what}</b>
      <Button size="small" onClick={onRetry}>
        <RefreshCw aria-hidden="true" size={13} />
        Try again
      </Button>
    </div>
    <p>
      {still} <code>{error instanceof ApiError ? error.code : 'internal'}</code>
    </p>
  </div>
)
