import clsx from 'clsx'
import type { ComponentProps } from 'react'
import styles from './button.module.css'

export type ButtonTone = 'plain' | 'primary' | 'buy' | 'sell' | 'ghost'

type Props = ComponentProps<'button'> & { tone?: ButtonTone; size?: 'small' | 'medium' | 'large' }

export const Button = ({ tone = 'plain', size = 'medium', className, type = 'button', ...rest }: Props) => (
  <button
    data-filled={tone === 'primary' || undefined}
    type={type}
    className={clsx(styles.button, styles[tone], styles[size], className)}
    {...rest}
  />
)
