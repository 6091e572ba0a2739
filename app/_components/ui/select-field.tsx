import { type ComponentProps, useId } from 'react'
import styles from './field.module.css'

type Props = ComponentProps<'select'> & { label: string; hint?: string | undefined; wide?: boolean }

/** The browser's own list: it works with every keyboard and on every phone. */
export const SelectField = ({ label, hint, wide = false, children, ...select }: Props) => {
  const id = useId()
  const hintId = useId()
  return (
    <div className={styles.field} data-wide={wide || undefined}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.select} aria-describedby={hint ? hintId : undefined} {...select}>
        {children}
      </select>
      {hint && <p id={hintId}>{hint}</p>}
    </div>
  )
}
