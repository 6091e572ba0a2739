import { type ReactNode, useId } from 'react'
import { Card } from '@/app/_components/ui/card'
import styles from './setting.module.css'

type Props = { title: string; state?: ReactNode; text: ReactNode; action?: ReactNode; children?: ReactNode }

/** One thing that can be set: what it is, how it stands, what it means, and below it the form. */
export const Setting = ({ title, state, text, action, children }: Props) => {
  const id = useId()
  return (
    <Card className={styles.setting} aria-labelledby={id}>
      <div className={styles.head}>
        <div className={styles.words}>
          <h3 id={id}>
            {title} {state}
          </h3>
          <p>{text}</p>
        </div>
        {action}
      </div>
      {children && <div className={styles.body}>{children}</div>}
    </Card>
  )
}
