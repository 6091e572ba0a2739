import { Card } from '@/app/_components/ui/card'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { EXIT_NAMES } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { resultsByExit } from './exit-results'
import styles from './results-by-exit.module.css'

/** Which kind of exit earned and which cost. */
export const ResultsByExit = ({ positions }: { positions: readonly PositionView[] }) => {
  const results = resultsByExit(positions)
  return (
    <Card className={styles.card} aria-labelledby="results-title">
      <h2 id="results-title">Where it came from</h2>
      {results.length === 0 && <p className={styles.none}>Nothing closed yet.</p>}
      <dl>
        {results.map(({ reason, count, pnlUsd, sharePct }) => (
          <div key={reason} className={styles.row}>
            <dt>
              {EXIT_NAMES[reason]} <span>{count}</span>
            </dt>
            <dd className={styles.bar} aria-hidden="true">
              <i data-loss={pnlUsd.startsWith('-') || undefined} style={{ width: `${sharePct / 2}%` }} />
            </dd>
            <dd className={styles.sum}>
              <SignedFigure value={pnlUsd} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
