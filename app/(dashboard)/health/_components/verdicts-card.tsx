import { Check, TriangleAlert, X } from 'lucide-react'
import { Card } from '@/app/_components/ui/card'
import type { SystemView } from '@/lib/contracts/system'
import { entryVerdict, exitVerdict, type Verdict } from './verdicts'
import styles from './verdicts.module.css'

const ICONS = { ok: Check, warn: TriangleAlert, crit: X }

const Answer = ({ question, verdict }: { question: string; verdict: Verdict }) => {
  const Icon = ICONS[verdict.tone]
  return (
    <section className={styles.answer} data-tone={verdict.tone} aria-label={question}>
      <Icon aria-hidden="true" />
      <div>
        <h2>
          {question} <b>{verdict.word}</b>
        </h2>
        <p>{verdict.means}</p>
        {verdict.next !== null && <p className={styles.next}>{verdict.next}</p>}
      </div>
    </section>
  )
}

/** What everything below comes to: whether stops fire, and whether anything is bought. */
export const VerdictsCard = ({ system }: { system: SystemView }) => {
  const [exit, entry] = [exitVerdict(system), entryVerdict(system)]
  const next = entry.next === exit.next ? null : entry.next
  return (
    <Card className={styles.card}>
      <Answer question="Can exit" verdict={exit} />
      <Answer question="Can trade" verdict={{ ...entry, next }} />
    </Card>
  )
}
