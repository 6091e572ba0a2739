import { TitledCard } from '@/app/_components/ui/titled-card'
import type { SystemView } from '@/lib/contracts/system'
import styles from './health.module.css'

export const QueuesCard = ({ queues }: { queues: SystemView['queues'] }) => (
  <TitledCard title="Queues" flush>
    {queues === null ? (
      <p className={styles.none}>
        Redis does not tell. Nothing is lost with it: orders are in the database, and the worker looks there
        every second.
      </p>
    ) : (
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" className={styles.right}>
              At work
            </th>
            <th scope="col" className={styles.right}>
              Waiting
            </th>
            <th scope="col" className={styles.right}>
              Later
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ name, active, waiting, delayed }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={styles.right}>{active}</td>
              <td className={styles.right}>{waiting}</td>
              <td className={styles.right}>{delayed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </TitledCard>
)
