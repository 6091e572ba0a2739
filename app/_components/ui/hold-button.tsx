'use client'
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react'
import styles from './hold-button.module.css'

type Props = {
  holdMs: number
  disabled?: boolean
  /** After the pointer was down on it for `holdMs`. */
  onHeld: () => void
  /** Let go too early, or pressed with a key: a way that needs no holding. */
  onClickOnly: () => void
  children: ReactNode
}

/** For what should not happen by a slip of the finger. */
export const HoldButton = ({ holdMs, disabled, onHeld, onClickOnly, children }: Props) => {
  const [isHolding, setHolding] = useState(false)
  const timer = useRef<number | undefined>(undefined)
  const wasHeld = useRef(false)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const begin = () => {
    wasHeld.current = false
    setHolding(true)
    timer.current = window.setTimeout(() => {
      wasHeld.current = true
      setHolding(false)
      onHeld()
    }, holdMs)
  }
  const end = () => {
    window.clearTimeout(timer.current)
    setHolding(false)
  }
  return (
    <button
      type="button"
      className={styles.button}
      disabled={disabled}
      data-holding={isHolding || undefined}
      style={{ '--hold': `${holdMs}ms` } as CSSProperties}
      onPointerDown={(event) => event.button === 0 && begin()}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => {
        if (!wasHeld.current) onClickOnly()
        wasHeld.current = false
      }}
    >
      <span aria-hidden="true" className={styles.fill} />
      <span className={styles.word}>{children}</span>
    </button>
  )
}
