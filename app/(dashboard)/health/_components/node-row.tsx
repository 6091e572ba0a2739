import { Chip, type ChipTone } from '@/app/_components/ui/chip'
import { formatAge } from '@/app/_format/time'
import type { NodeView } from '@/lib/contracts/system'
import styles from './health.module.css'

type State = NodeView['state']

const STATES: Record<State, { word: string; tone: ChipTone }> = {
  healthy: { word: 'Healthy', tone: 'ok' },
  failing: { word: 'Failing', tone: 'crit' },
  limited: { word: 'Limited', tone: 'warn' },
  behind: { word: 'Behind', tone: 'crit' },
}
const NAMES: Record<string, string> = {
  helius: 'Helius',
  quicknode: 'QuickNode',
  alchemy: 'Alchemy',
  triton: 'Triton',
  public: 'Public',
}

const ms = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} ms`)
const percent = (rate: number): string => `${(Math.floor(rate * 1_000) / 10).toFixed(1)} %`

const Standing = ({ state, since, now }: { state: State; since: string; now: number }) => (
  <span className={styles.standing}>
    <Chip small tone={STATES[state].tone}>
      {STATES[state].word}
    </Chip>{' '}
    <span className={styles.dim}>{formatAge(now - Date.parse(since))}</span>
  </span>
)

/** What the state means, and what is done about it. */
const meaning = ({ state, lastError, slotLag }: NodeView): string | null => {
  const error = lastError === null ? null : `${lastError.charAt(0).toUpperCase()}${lastError.slice(1)}`
  if (state === 'failing')
    return `${error ?? 'Does not answer'}. Left out; asked every 2 s whether it is back.`
  if (state === 'limited') return `${error ?? 'Too many requests'}. Left out for as long as it asks.`
  if (state === 'behind')
    return `${slotLag} slots behind the others. Read only where no other answers; ${error === null ? 'it catches up by itself.' : `${error}.`}`
  return error
}

export const NodeRow = ({ node, now }: { node: NodeView; now: number }) => {
  const { budget, sending } = node
  const said = meaning(node)
  const unsent = sending.state === 'healthy' && sending.latencyMs === null
  const used = Math.min(100, Math.round((budget.used / budget.perSecond) * 100))
  return (
    <>
      <tr>
        <th scope="row" className={styles.node}>
          {NAMES[node.name] ?? node.name} <span className={styles.dim}>tier {node.tier}</span>
        </th>
        <td data-label="Reading">
          <Standing state={node.state} since={node.since} now={now} />
        </td>
        <td data-label="Score" className={styles.right}>
          {node.score.toFixed(0)}
        </td>
        <td data-label="Latency" className={styles.right}>
          {ms(node.latencyMs)}
        </td>
        <td data-label="Success" className={styles.right}>
          {percent(node.successRate)}
        </td>
        <td data-label="Slots behind" className={styles.right}>
          {node.slot === null || node.state === 'failing' ? '–' : node.slotLag}
        </td>
        <td data-label="Sending">
          {unsent ? (
            <span className={styles.dim}>Not used yet</span>
          ) : (
            <Standing state={sending.state} since={sending.since} now={now} />
          )}
        </td>
        <td data-label="Requests a second">
          <span className={styles.budget}>
            <i style={{ inlineSize: `${used}%` }} data-full={used >= 90 || undefined} aria-hidden="true" />
          </span>{' '}
          {budget.used} of {budget.perSecond}
          {budget.waiting > 0 && <span className={styles.warn}>, {budget.waiting} wait</span>}
        </td>
      </tr>
      {said !== null && (
        <tr className={styles.error}>
          <td colSpan={8}>{said}</td>
        </tr>
      )}
    </>
  )
}
