'use client'
import { CircleHelp, LogOut, OctagonX, TriangleAlert } from 'lucide-react'
import { Popover } from 'radix-ui'
import { Chip, type ChipTone } from '@/app/_components/ui/chip'
import type { PositionView } from '@/lib/contracts/positions'
import styles from './exit-badge.module.css'

type Face = { tone: ChipTone; icon: typeof LogOut; label: string }

const faceOf = ({ status, exitReadiness, exitValueUsd }: PositionView): Face => {
  if (exitReadiness.level === 'trapped' || status === 'TRAPPED')
    return { tone: 'crit', icon: OctagonX, label: 'Trapped' }
  if (exitReadiness.level === 'warning')
    return {
      tone: 'warn',
      icon: TriangleAlert,
      label: exitValueUsd === null ? 'No live price' : 'Exit warning',
    }
  if (exitReadiness.level === 'clear') return { tone: 'gain', icon: LogOut, label: 'Clear' }
  return exitValueUsd === null
    ? { tone: 'quiet', icon: CircleHelp, label: 'Unknown' }
    : { tone: 'ok', icon: LogOut, label: 'Quotes in full' }
}

const CLEAR = [
  'A sale of all of it was tried against the chain as it is now and went through. There is SOL for the fees, the price is fresh, and the token is as it was when you bought.',
]
const UNTRIED = ['The pool as it is now takes the whole size. A sale was not tried in the last two minutes.']

/** Can I get out? Pressed, it says why. */
export const ExitBadge = ({ position }: { position: PositionView }) => {
  const { tone, icon: Icon, label } = faceOf(position)
  const { level, reasons } = position.exitReadiness
  const told = reasons.length > 0 ? reasons : level === 'clear' ? CLEAR : UNTRIED
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.trigger} aria-label={`Can I get out? ${label}`}>
        <Chip tone={tone}>
          <Icon aria-hidden="true" />
          {label}
        </Chip>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.reasons} sideOffset={6} collisionPadding={12}>
          <b>Can I get out of {position.token.symbol}?</b>
          <ul>
            {told.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
