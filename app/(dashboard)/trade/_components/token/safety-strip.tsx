import { Check, OctagonX, TriangleAlert } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { plural } from '@/app/_format/text'
import type { SafetyChip, TokenCard } from '@/lib/contracts/tokens'
import styles from './safety-strip.module.css'

const LEVEL = {
  pass: { tone: 'ok', icon: Check },
  amber: { tone: 'warn', icon: TriangleAlert },
  block: { tone: 'crit', icon: OctagonX },
} as const

const Safety = ({ chip }: { chip: SafetyChip }) => {
  const { tone, icon: Icon } = LEVEL[chip.level]
  return (
    <Chip tone={tone}>
      <Icon aria-hidden="true" />
      {chip.label}
    </Chip>
  )
}

/** The strip in two or three words: what an entry would meet. */
const Verdict = ({ chips }: { chips: readonly SafetyChip[] }) => {
  if (chips.some(({ level }) => level === 'block')) return <b data-tone="crit">Not bought</b>
  const warnings = chips.filter(({ level }) => level === 'amber').length
  if (warnings > 0) return <b data-tone="warn">{plural(warnings, 'warning')}</b>
  return <b>Looks safe</b>
}

export const SafetyStrip = ({ token }: { token: TokenCard | undefined }) => {
  const chips = token?.safety ?? []
  const passed = chips.filter((chip) => chip.level === 'pass')
  return (
    <ul className={styles.strip} aria-label="Safety checks">
      {token && chips.length > 0 && (
        <li className={styles.verdict}>
          <Verdict chips={chips} />
        </li>
      )}
      {!token && <Skeleton width={240} height={22} />}
      {token && chips.length === 0 && (
        <li>
          <Chip>Safety not checked yet</Chip>
        </li>
      )}
      {chips.map((chip) => (
        <li key={chip.id} data-level={chip.level}>
          <Safety chip={chip} />
        </li>
      ))}
      {passed.length > 0 && (
        <li className={styles.count}>
          <Chip tone="ok">
            <Check aria-hidden="true" />
            {passed.length} pass
          </Chip>
        </li>
      )}
    </ul>
  )
}
