import clsx from 'clsx'
import { type ComponentProps, useId } from 'react'
import styles from './field.module.css'

type Props = ComponentProps<'input'> & { label: string; unit?: string; hint?: string; invalid?: boolean }

export const Field = ({ label, unit, hint, invalid = false, className, ...input }: Props) => {
  const id = useId()
  const hintId = useId()
  return (
    <div className={clsx(styles.field, className)}>
      <label htmlFor={id}>{label}</label>
      <div className={clsx(styles.box, invalid && styles.invalid)}>
        <input id={id} aria-invalid={invalid} aria-describedby={hint ? hintId : undefined} {...input} />
        {unit && <span aria-hidden="true">{unit}</span>}
      </div>
      {hint && (
        <p id={hintId} className={clsx(invalid && styles.wrong)}>
          {hint}
        </p>
      )}
    </div>
  )
}
