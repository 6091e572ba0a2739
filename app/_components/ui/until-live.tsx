import { type ReactNode, useSyncExternalStore } from 'react'
import styles from './until-live.module.css'

const never = () => () => {}

/**
 * Fields that nobody can fill before the page's code runs: what is chosen in them until then would be shown and not be
 * what is sent.
 */
export const UntilLive = ({ children }: { children: ReactNode }) => {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <fieldset className={styles.fields} disabled={!isLive}>
      {children}
    </fieldset>
  )
}
