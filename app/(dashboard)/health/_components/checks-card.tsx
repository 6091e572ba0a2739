import { Check, X } from 'lucide-react'
import { Button } from '@/app/_components/ui/button'
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

/** What nobody can know while something else is gone. */
const unseen = (part: keyof Checks, checks: Checks): string | null => {
  if (!checks.redis && (part === 'worker' || part === 'accountStream'))
    return 'Reports through Redis, which does not answer. It may well go on.'
  if (!checks.worker && part === 'accountStream') return 'Is read by the worker, which does not report.'
  if (!checks.database && part === 'reconciled') return 'Are in the database, which does not answer.'
  return null
}

const State = ({ part, checks }: { part: keyof Checks; checks: Checks }) => {
  if (unseen(part, checks) !== null && !checks[part]) return <Chip>Not known</Chip>
  if (checks[part])
    return (
      <Chip tone="ok">
        <Check aria-hidden="true" /> Works
      </Chip>
    )
  if (part === 'reconciled') return <Chip tone="warn">Comparing</Chip>
  return (
    <Chip tone="crit">
      <X aria-hidden="true" /> Down
    </Chip>
  )
}

type Props = { checks: Checks; looking: boolean; onLookAgain: () => void }

export const ChecksCard = ({ checks, looking, onLookAgain }: Props) => (
  <TitledCard
    title="Parts"
    flush
    aside={
      <Button size="small" aria-busy={looking} onClick={onLookAgain}>
        {looking ? 'Looking…' : 'Look again'}
      </Button>
    }
  >
    <ul className={styles.parts}>
      {(Object.keys(WORDS) as (keyof Checks)[]).map((part) => (
        <li key={part}>
          <div>
            <b>{WORDS[part].name}</b>
            <p>{checks[part] ? WORDS[part].works : (unseen(part, checks) ?? WORDS[part].fails)}</p>
          </div>
          <State part={part} checks={checks} />
        </li>
      ))}
    </ul>
  </TitledCard>
)
