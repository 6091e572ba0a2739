import type { ReactNode } from 'react'
import styles from './tri.module.css'

/** The three answers every ticket, position, order and alert gives, in this order. */
export const Tri = ({ why, out, next }: { why: ReactNode; out: ReactNode; next: ReactNode }) => (
  <dl className={styles.tri}>
    <dt>Why</dt>
    <dd>{why}</dd>
    <dt>Out</dt>
    <dd>{out}</dd>
    <dt>Next</dt>
    <dd>{next}</dd>
  </dl>
)
