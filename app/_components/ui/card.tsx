import clsx from 'clsx'
import type { ComponentProps } from 'react'
import styles from './card.module.css'

export const Card = ({ className, ...rest }: ComponentProps<'section'>) => (
  <section className={clsx(styles.card, className)} {...rest} />
)
