import { Clock } from 'lucide-react'
import type { ApiError } from '@/app/_api/api-error'
import { Button } from '@/app/_components/ui/button'
import { OutcomeCard } from './outcome-card'
import styles from './outcome-card.module.css'

/** It may have been done. Asking again asks about the same order, never for a second one. */
export const UnansweredPanel = ({ error, onAgain }: { error: ApiError; onAgain: () => void }) => (
  <OutcomeCard
    tone="warn"
    icon={<Clock aria-hidden="true" />}
    title="No answer yet"
    aside={<code>{error.code}</code>}
  >
    <p>It may or may not have been placed. Asking again uses the same order, so it cannot happen twice.</p>
    <div className={styles.actions}>
      <Button onClick={onAgain}>Ask again</Button>
    </div>
  </OutcomeCard>
)
