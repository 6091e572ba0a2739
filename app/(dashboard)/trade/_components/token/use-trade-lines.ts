import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { openPositionsQuery } from '@/app/_api/queries'
import type { TradeLines } from '@/app/_components/charts/trade-lines'
import { formatAmount, formatPctSetting, formatSignedUsd } from '@/app/_format/numbers'
import { usdcText } from '@/app/_live/exit-words'
import { useLivePrice } from '@/app/_live/use-live-price'
import type { PositionView } from '@/lib/contracts/positions'
import type { TokenCard } from '@/lib/contracts/tokens'
import { Decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { useTicketForm } from '../ticket/ticket-form-context'
import { exitPrices, readTicket } from '../ticket/ticket-form'

const shareOf = (usd: string, percent: string): string => new Decimal(usd).mul(percent).div(HUNDRED).toFixed()

const heldLines = (position: PositionView): TradeLines => {
  const cost = usdcText(position.costRaw)
  const { takeProfitPct, stopLossPct, token } = position
  const gain = formatSignedUsd(shareOf(cost, takeProfitPct))
  const loss = formatSignedUsd(shareOf(cost, `-${stopLossPct}`))
  return {
    entryTime: Math.floor(Date.parse(position.openedAt) / 1_000),
    lines: [
      {
        kind: 'target',
        price: position.takeProfitPriceUsd,
        label: `Take profit +${formatPctSetting(takeProfitPct)} · ${gain} net`,
        preview: false,
      },
      {
        kind: 'entry',
        price: position.entryPriceUsd,
        label: `Entry · ${formatAmount(position.amount)} ${token.symbol.slice(0, 12)}`,
        preview: false,
      },
      {
        kind: 'stop',
        price: position.stopLossPriceUsd,
        label: `Stop −${formatPctSetting(stopLossPct)} · ${loss} net`,
        preview: false,
      },
    ],
  }
}

/** The lines of what is held, else those a buy with the ticket as it stands would arm. */
export const useTradeLines = (mint: string, token: TokenCard | undefined): TradeLines => {
  const { data: held } = useQuery({
    ...openPositionsQuery,
    select: (list) => list.positions.find((position) => position.token.mint === mint),
  })
  const { fields } = useTicketForm()
  const { priceUsd } = useLivePrice(mint, token)
  return useMemo((): TradeLines => {
    if (held) return heldLines(held)
    const { amountUsd, takeProfitPct, stopLossPct } = readTicket(fields)
    if (priceUsd === null || takeProfitPct === null || stopLossPct === null)
      return { lines: [], entryTime: null }
    const prices = exitPrices(priceUsd, takeProfitPct, stopLossPct)
    const gain = amountUsd === null ? '' : ` · ${formatSignedUsd(shareOf(amountUsd, takeProfitPct))}`
    const loss = amountUsd === null ? '' : ` · ${formatSignedUsd(shareOf(amountUsd, `-${stopLossPct}`))}`
    return {
      entryTime: null,
      lines: [
        {
          kind: 'target',
          price: prices.target,
          label: `If bought: target +${formatPctSetting(takeProfitPct)}${gain}`,
          preview: true,
        },
        {
          kind: 'stop',
          price: prices.stop,
          label: `If bought: stop −${formatPctSetting(stopLossPct)}${loss}`,
          preview: true,
        },
      ],
    }
  }, [held, fields, priceUsd])
}
