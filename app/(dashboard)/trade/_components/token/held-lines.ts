import type { TradeLine, TradeLines } from '@/app/_components/charts/trade-lines'
import { effectiveStopPct } from '@/app/_components/positions/effective-stop'
import { grossAtExit, netAtExit } from '@/app/_components/positions/exit-result'
import { formatAmount, formatPctSetting, formatSignedUsd } from '@/app/_format/numbers'
import { EXIT_NAMES } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'

/** `Take profit +20 % · +$19.62 net` */
const exitLabel = (position: PositionView, name: string, percent: string): string => {
  const sign = percent.startsWith('-') ? '\u2212' : '+'
  const net = netAtExit(position, percent)
  const result =
    net === null ? formatSignedUsd(grossAtExit(position, percent)) : `${formatSignedUsd(net)} net`
  return `${name} ${sign}${formatPctSetting(percent)} · ${result}`
}

const line = (kind: TradeLine['kind'], price: string, label: string): TradeLine => ({
  kind,
  price,
  label,
  preview: false,
})

/** The stop that would fire: the first one, or the one that has risen above it. */
const stopLine = (position: PositionView): TradeLine => {
  const { effectiveStop: rule, effectiveStopPriceUsd: price } = position
  const label = exitLabel(
    position,
    rule === 'STOP_LOSS' ? 'Stop' : EXIT_NAMES[rule],
    effectiveStopPct(position),
  )
  return line(rule === 'STOP_LOSS' ? 'stop' : 'moved', price, label)
}

/** Where the stop will move up to the entry, while it has not. */
const breakEvenLine = (position: PositionView): TradeLine[] => {
  const { breakEvenAtPct, effectiveStop, entryPriceUsd } = position
  if (breakEvenAtPct === null || effectiveStop !== 'STOP_LOSS') return []
  const price = new Decimal(entryPriceUsd).mul(ONE.plus(new Decimal(breakEvenAtPct).div(HUNDRED))).toFixed()
  return [line('moved', price, `At +${formatPctSetting(breakEvenAtPct)} the stop moves to break-even`)]
}

/** Entry, target and the stop of a position as they stand. */
export const heldLines = (position: PositionView): TradeLines => ({
  entryTime: Math.floor(Date.parse(position.openedAt) / 1_000),
  lines: [
    line(
      'target',
      position.takeProfitPriceUsd,
      exitLabel(position, EXIT_NAMES.TAKE_PROFIT, position.takeProfitPct),
    ),
    line(
      'entry',
      position.entryPriceUsd,
      `Entry · ${formatAmount(position.amount)} ${position.token.symbol.slice(0, 12)}`,
    ),
    ...breakEvenLine(position),
    stopLine(position),
  ],
})
