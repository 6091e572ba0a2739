import { type ReactNode, useId } from 'react'
import styles from './plan-row.module.css'

type Props = {
  label: string
  unit: '%' | 'min'
  hint: ReactNode
  value: string
  onChange: (value: string) => void
}

/** One rule of an exit plan: a number, and what it means. */
export const PlanRow = ({ label, unit, hint, value, onChange }: Props) => {
  const id = useId()
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.field}>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          placeholder="off"
          aria-describedby={`${id}-hint`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <span aria-hidden="true">{unit}</span>
      </span>
      <small id={`${id}-hint`}>{hint}</small>
    </div>
  )
}
