import { Check, X } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { TitledCard } from '@/app/_components/ui/titled-card'
import type { SystemView } from '@/lib/contracts/system'
import styles from './health.module.css'

type Checks = SystemView['checks']

/** What each is for, and what it means for the money while it does not work. */
const WORDS: Record<keyof Checks, { name: string; works: string; fails: string }> = {
  worker: {
    name: 'Worker',
    works: 'Watches prices, sells, buys.',
    fails: 'Has not reported for 15 s. Stops do not fire until it is back.',
  },
  rpc: {
    name: 'Solana',
    works: 'At least one node answers.',
    fails: 'No node answers. Nothing can be sold or bought.',
  },
  accountStream: {
    name: 'Price stream',
    works: 'Delivers every change of a pool.',
    fails: 'No slot for 5 s. Nothing is bought; prices are polled for exits.',
  },
  database: {
    name: 'Database',
    works: 'Holds orders, positions and the audit log.',
    fails: 'Does not answer. Nothing can be recorded, so nothing is traded.',
  },
  redis: {
    name: 'Redis',
    works: 'Carries orders to the worker and news to this page.',
    fails: 'Does not answer. Nothing is bought; exits are claimed straight from the database.',
  },
  reconciled: {
    name: 'Books',
    works: 'Agree with the chain.',
    fails: 'Are being compared with the chain. Nothing is bought until they agree; exits go on.',
  },
}

export const ChecksCard = ({ checks }: { checks: Checks }) => (
  <TitledCard title="Parts" flush>
    <ul className={styles.parts}>
      {(Object.keys(WORDS) as (keyof Checks)[]).map((part) => (
        <li key={part}>
          <div>
            <b>{WORDS[part].name}</b>
            <p>{checks[part] ? WORDS[part].works : WORDS[part].fails}</p>
          </div>
          {checks[part] ? (
            <Chip tone="ok">
              <Check aria-hidden="true" /> Works
            </Chip>
          ) : (
            <Chip tone="crit">
              <X aria-hidden="true" /> Down
            </Chip>
          )}
        </li>
      ))}
    </ul>
  </TitledCard>
)
