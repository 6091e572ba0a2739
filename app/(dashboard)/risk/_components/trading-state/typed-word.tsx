'use client'
import { useId } from 'react'
import styles from './change-state-dialog.module.css'

type Props = { word: string; typed: string; onType: (text: string) => void }

/** For keys and assistive technology: typing instead of holding. */
export const TypedWord = ({ word, typed, onType }: Props) => {
  const id = useId()
  return (
    <label className={styles.field} htmlFor={id}>
      Type {word} to confirm
      <input
        id={id}
        value={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => onType(event.target.value)}
      />
    </label>
  )
}
