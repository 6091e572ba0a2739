'use client'
import clsx from 'clsx'
import { ToggleGroup } from 'radix-ui'
import styles from './segmented.module.css'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  small?: boolean
}

/** One of a few. Arrow keys move, space chooses. */
export const Segmented = <T extends string>({ label, value, options, onChange, small }: Props<T>) => (
  <ToggleGroup.Root
    type="single"
    aria-label={label}
    value={value}
    onValueChange={(next) => next && onChange(next as T)}
    className={clsx(styles.group, small && styles.small)}
  >
    {options.map((option) => (
      <ToggleGroup.Item key={option.value} value={option.value} className={styles.item}>
        {option.label}
      </ToggleGroup.Item>
    ))}
  </ToggleGroup.Root>
)
