'use client'
import { Chip } from '@/app/_components/ui/chip'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { formatWholeAge } from '@/app/_format/time'
import { useNow } from '@/app/_live/clock'
import type { NodesView } from '@/lib/contracts/system'
import { NodeRow } from './node-row'
import styles from './health.module.css'

/** The worker reports every two seconds and tells pages every six. */
const SILENT_MS = 20_000

export const NodesCard = ({ report, redis }: { report: NodesView | null; redis: boolean }) => {
  const now = useNow()
  const age = report ? now - Date.parse(report.at) : 0
  const silent = age > SILENT_MS
  const first = report?.nodes.filter(({ state }) => state === 'healthy').length ?? 0
  return (
    <TitledCard
      title="Solana nodes"
      flush
      aside={
        report && (
          <Chip tone={silent ? 'crit' : first >= 2 ? 'ok' : 'warn'}>
            {silent ? `as of ${formatWholeAge(age)} ago` : `${first} of ${report.nodes.length} healthy`}
          </Chip>
        )
      }
    >
      {report === null ? (
        <p className={styles.none}>
          {redis
            ? 'No worker has told of its nodes for half a minute.'
            : 'Redis does not tell. The worker goes on choosing among its nodes.'}
        </p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.nodes} data-stale={silent || undefined}>
            <caption>
              The best one is asked first: by tier, then by score. One that is behind is the last resort.
            </caption>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">Reading</th>
                <th scope="col" className={styles.right}>
                  Score
                </th>
                <th scope="col" className={styles.right}>
                  Latency
                </th>
                <th scope="col" className={styles.right}>
                  Success
                </th>
                <th scope="col" className={styles.right}>
                  Slots behind
                </th>
                <th scope="col">Sending</th>
                <th scope="col">Requests a second</th>
              </tr>
            </thead>
            <tbody>
              {report.nodes.map((node) => (
                <NodeRow key={node.name} node={node} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </TitledCard>
  )
}
