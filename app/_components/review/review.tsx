import { OctagonX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMode } from '@/app/_live/mode-context'
import type { Mode } from '@/lib/contracts/health'
import { Lines } from './lines'
import styles from './review.module.css'

export type ReviewFact = { term: string; value: ReactNode; more?: ReactNode }

const MODE: Record<Mode, string> = {
  sandbox: 'Sandbox: no real money.',
  paper: 'Paper: filled from live quotes, no real money.',
  live: 'Live: real money.',
}

type Props = {
  facts: readonly ReviewFact[]
  /** How it sells itself. */
  exits?: readonly string[]
  warnings?: readonly string[]
  /** Why it would be refused as it is, and what to do about it. */
  denial?: { detail: string; code: string } | null
  children?: ReactNode
}

/** What is about to happen to the money, in plain words, before it is confirmed. The same for every kind of trade. */
export const Review = ({ facts, exits = [], warnings = [], denial = null, children }: Props) => {
  const mode = useMode()
  return (
    <div className={styles.review} data-testid="review">
      {denial && (
        <div className={styles.denial} role="alert">
          <OctagonX aria-hidden="true" size={16} />
          <p>
            {denial.detail} <code>{denial.code}</code>
          </p>
        </div>
      )}
      <dl className={styles.facts}>
        {facts.map(({ term, value, more }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              {value}
              {more !== undefined && <small>{more}</small>}
            </dd>
          </div>
        ))}
        {exits.length > 0 && (
          <div>
            <dt>Exits</dt>
            <dd>
              <Lines lines={exits} />
            </dd>
          </div>
        )}
      </dl>
      {warnings.length > 0 && (
        <ul className={styles.warnings} aria-label="Warnings">
          {warnings.map((text) => (
            <li key={text}>
              <TriangleAlert aria-hidden="true" size={14} />
              {text}
            </li>
          ))}
        </ul>
      )}
      {children}
      <p className={styles.mode} data-mode={mode}>
        {MODE[mode]}
      </p>
    </div>
  )
}
