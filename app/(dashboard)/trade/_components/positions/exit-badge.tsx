import { CircleHelp, LogOut, OctagonX, TriangleAlert } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import type { PositionView } from '@/lib/contracts/positions'

/** Can I get out? */
export const ExitBadge = ({ position }: { position: PositionView }) => {
  const { level, reasons } = position.exitReadiness
  const title = reasons.join(' ') || undefined
  if (level === 'trapped' || position.status === 'TRAPPED')
    return (
      <Chip tone="crit" title={title}>
        <OctagonX aria-hidden="true" />
        Trapped
      </Chip>
    )
  if (level === 'warning')
    return (
      <Chip tone="warn" title={title}>
        <TriangleAlert aria-hidden="true" />
        {position.exitValueUsd === null ? 'No live price' : (reasons[0] ?? 'Warning')}
      </Chip>
    )
  if (level === 'clear')
    return (
      <Chip tone="gain" title={title}>
        <LogOut aria-hidden="true" />
        Clear
      </Chip>
    )
  if (position.exitValueUsd !== null)
    return (
      <Chip tone="ok" title="The pool as it is now takes the whole size">
        <LogOut aria-hidden="true" />
        Quotes in full
      </Chip>
    )
  return (
    <Chip>
      <CircleHelp aria-hidden="true" />
      Unknown
    </Chip>
  )
}
