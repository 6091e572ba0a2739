import { type ReactNode, useId } from 'react'
import { Card } from './card'
import styles from './titled-card.module.css'

type Props = {
  title: string
  /** At the right of the title: a figure, a chip, an act. */
  aside?: ReactNode
  /** Rows and tables go to the edges and bring their own padding. */
  flush?: boolean
  children: ReactNode
}

export const TitledCard = ({ title, aside, flush = false, children }: Props) => {
  const id = useId()
  return (
    <Card className={styles.card} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      <div className={flush ? undefined : styles.body}>{children}</div>
    </Card>
  )
}
