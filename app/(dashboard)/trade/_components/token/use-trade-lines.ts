import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { exitCostQuery, openPositionsQuery } from '@/app/_api/queries'
import type { TradeLines } from '@/app/_components/charts/trade-lines'
import { formatPctSetting } from '@/app/_format/numbers'
import { useDebounced } from '@/app/_live/use-debounced'
import { useLivePrice } from '@/app/_live/use-live-price'
import type { TokenCard } from '@/lib/contracts/tokens'
import { entryPrice } from '../ticket/entry-kind'
import { useTicketForm } from '../ticket/ticket-form-context'
import { exitPrices, netOfExit, readTicket } from '../ticket/ticket-form'
import { heldLines } from './held-lines'

/** The lines of what is held, else those a buy with the ticket as it stands would arm. */
export const useTradeLines = (mint: string, token: TokenCard | undefined): TradeLines => {
  const { data: held } = useQuery({
    ...openPositionsQuery,
    select: (list) => list.positions.find((position) => position.token.mint === mint),
  })
  const { fields } = useTicketForm()
  const { priceUsd: now } = useLivePrice(mint, token)
  const priceUsd = entryPrice(fields.entry, now)
  const amount = held ? null : readTicket(fields).amountUsd
  const { data: cost } = useQuery(exitCostQuery(mint, useDebounced(amount, 250)))
  return useMemo((): TradeLines => {
    if (held) return heldLines(held)
    const { amountUsd, takeProfitPct, stopLossPct } = readTicket(fields)
    if (priceUsd === null || takeProfitPct === null || stopLossPct === null)
      return { lines: [], entryTime: null }
    const prices = exitPrices(priceUsd, takeProfitPct, stopLossPct)
    const result = (percent: string) =>
      amountUsd === null ? '' : ` · ${netOfExit(amountUsd, percent, cost).words}`
    return {
      entryTime: null,
      lines: [
        {
          kind: 'target',
          price: prices.target,
          label: `If bought: target +${formatPctSetting(takeProfitPct)}${result(takeProfitPct)}`,
          preview: true,
        },
        {
          kind: 'stop',
          price: prices.stop,
          label: `If bought: stop −${formatPctSetting(stopLossPct)}${result(`-${stopLossPct}`)}`,
          preview: true,
        },
      ],
    }
  }, [held, fields, priceUsd, cost])
}
