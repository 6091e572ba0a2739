import { formatUsd } from '@/app/_format/numbers'
import { formatAge } from '@/app/_format/time'
import { plainName } from '@/app/_format/text'
import type { PositionView } from '@/lib/contracts/positions'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'

const SOLD_HOW: Record<ExitReason, string> = {
  TAKE_PROFIT: 'sold at target',
  STOP_LOSS: 'stopped out',
  TRAILING_STOP: 'sold by trailing stop',
  BREAK_EVEN: 'sold at break-even',
  TIME_STOP: 'sold by time stop',
  LADDER: 'sold up the ladder',
  INVALIDATOR: 'sold, its reason is gone',
  MANUAL: 'sold by you',
  KILL_SWITCH: 'sold by kill switch',
  EXTERNAL: 'left the wallet by another hand',
}

export const EXIT_NAMES: Record<ExitReason, string> = {
  TAKE_PROFIT: 'Take profit',
  STOP_LOSS: 'Stop-loss',
  TRAILING_STOP: 'Trailing stop',
  BREAK_EVEN: 'Break-even',
  TIME_STOP: 'Time stop',
  LADDER: 'Ladder',
  INVALIDATOR: 'Reason gone',
  MANUAL: 'Sold by you',
  KILL_SWITCH: 'Kill switch',
  EXTERNAL: 'External',
}

export const usdcText = (raw: string): string => toUi(BigInt(raw), USDC_DECIMALS).toFixed()

export const exitTitle = (position: PositionView): string => {
  const how = position.exitReason === null ? 'closed' : SOLD_HOW[position.exitReason]
  return `${plainName(position.token.symbol)} ${how},`
}

export const exitDetail = (position: PositionView): string => {
  const held =
    position.closedAt === null
      ? ''
      : `, held ${formatAge(Date.parse(position.closedAt) - Date.parse(position.openedAt))}`
  return `${formatUsd(usdcText(position.proceedsRaw))} back in USDC${held}`
}
