import clsx from 'clsx'
import type { ComponentProps } from 'react'
import styles from './chip.module.css'

export type ChipTone = 'quiet' | 'ok' | 'gain' | 'loss' | 'warn' | 'crit' | 'accent'

type Props = ComponentProps<'span'> & { tone?: ChipTone; small?: boolean }

export const Chip = ({ tone = 'quiet', small = false, className, ...rest }: Props) => (
  <span className={clsx(styles.chip, styles[tone], small && styles.small, className)} {...rest} />
)
