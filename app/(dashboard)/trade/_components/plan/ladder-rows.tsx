import { Plus, X } from 'lucide-react'
import { IconButton } from '@/app/_components/ui/icon-button'
import type { LadderFields } from './plan-extras'
import styles from './ladder-rows.module.css'

const MOST_STEPS = 10

type Props = { steps: readonly LadderFields[]; onChange: (steps: readonly LadderFields[]) => void }

/** Partial exits on the way up; the take-profit sells what they leave. */
export const LadderRows = ({ steps, onChange }: Props) => {
  const set = (index: number, next: Partial<LadderFields>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...next } : step)))
  return (
    <fieldset className={styles.ladder}>
      <legend>Ladder</legend>
      {steps.map((step, index) => (
        <div key={index} className={styles.step}>
          <span>sell</span>
          <span className={styles.field}>
            <input
              aria-label={`Step ${index + 1} sells, percent of what was bought`}
              inputMode="decimal"
              autoComplete="off"
              value={step.sellPct}
              onChange={(event) => set(index, { sellPct: event.target.value })}
            />
            <span aria-hidden="true">%</span>
          </span>
          <span>at +</span>
          <span className={styles.field}>
            <input
              aria-label={`Step ${index + 1} at a profit of percent`}
              inputMode="decimal"
              autoComplete="off"
              value={step.atPct}
              onChange={(event) => set(index, { atPct: event.target.value })}
            />
            <span aria-hidden="true">%</span>
          </span>
          <IconButton
            label={`Remove step ${index + 1}`}
            onClick={() => onChange(steps.filter((_, at) => at !== index))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {steps.length < MOST_STEPS && (
        <button
          type="button"
          className={styles.add}
          onClick={() => onChange([...steps, { atPct: '', sellPct: steps.length === 0 ? '50' : '25' }])}
        >
          <Plus aria-hidden="true" size={14} />
          {steps.length === 0 ? 'Sell a part on the way up' : 'Another step'}
        </button>
      )}
    </fieldset>
  )
}
