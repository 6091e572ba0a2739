import clsx from 'clsx'
import type { ComponentProps } from 'react'
import styles from './icon-button.module.css'

type Props = ComponentProps<'button'> & { label: string }

/** An icon alone always carries its word. */
export const IconButton = ({ label, className, type = 'button', ...rest }: Props) => (
  <button type={type} aria-label={label} title={label} className={clsx(styles.button, className)} {...rest} />
)
