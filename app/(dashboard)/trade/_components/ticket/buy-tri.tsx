import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { Tri } from '@/app/_components/ui/tri'
import { formatUsd, formatUsdCompact } from '@/app/_format/numbers'
import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'
import { extrasInShort } from '../plan/plan-extras'
import { type EntryKind, isBoughtInSlices } from './entry-kind'
import { useTicketForm } from './ticket-form-context'
import { breakEvenPrice, netOfExit, type TicketValues } from './ticket-form'
import styles from './buy-tri.module.css'

type Props = {
  token: TokenCard | undefined
  cost: RoundTripCost | null | undefined
  priceUsd: string | null
  values: TicketValues
}

const Why = ({ token }: { token: TokenCard | undefined }) => {
  if (!token) return 'Your call.'
  const amber = token.safety.filter((chip) => chip.level === 'amber').length
  return (
    <>
      <b>Your call</b>
      {token.priceChange24hPct !== null && (
        <>
          , <SignedFigure value={token.priceChange24hPct} unit="pct" arrow={false} /> in 24 h
        </>
      )}
      {token.volume24hUsd !== null && ` on ${formatUsdCompact(token.volume24hUsd)} traded`}.{' '}
      {amber > 0 && `${amber} warning${amber === 1 ? '' : 's'} to accept.`}
    </>
  )
}

const Out = ({ cost, priceUsd, values }: Omit<Props, 'token'>) => {
  if (!cost || values.amountUsd === null || priceUsd === null) return 'What leaving would cost is unknown.'
  const back = new Decimal(values.amountUsd).minus(cost.totalUsd).toFixed()
  const even = breakEvenPrice(priceUsd, cost.totalPct)
  return (
    <>
      Selling it all at once returns <b>{formatUsd(back)}</b>.{' '}
      {even && (
        <>
          Break-even at{' '}
          <b>
            <TokenPrice value={even} />
          </b>
          .
        </>
      )}
    </>
  )
}

const BEGINS: Record<EntryKind, string> = {
  market: 'Fills in about 1 s, then the exit monitor',
  limit: 'Waits for your price, then the exit monitor',
  repeat: 'Buys again and again into one position; the exit monitor',
}

const Next = ({ token, values, cost }: Pick<Props, 'token' | 'values' | 'cost'>) => {
  const { fields } = useTicketForm()
  const sliced = isBoughtInSlices(fields, values.amountUsd, token?.liquidityUsd ?? null)
  const more = extrasInShort(fields.extras)
  const { amountUsd, takeProfitPct, stopLossPct } = values
  if (amountUsd === null || takeProfitPct === null || stopLossPct === null)
    return 'Every position gets a target and a stop.'
  return (
    <>
      {sliced
        ? 'Bought slice by slice, each guarded from its fill on; the exit monitor'
        : BEGINS[fields.entry.kind]}{' '}
      sells {more.includes('ladder') ? 'the rest' : 'all'} at{' '}
      <SignedFigure value={netOfExit(amountUsd, takeProfitPct, cost).usd} arrow={false} /> or{' '}
      <SignedFigure value={netOfExit(amountUsd, `-${stopLossPct}`, cost).usd} arrow={false} />
      {cost ? ' net' : ''}
      {more === '' ? '.' : `; also ${more}.`}
    </>
  )
}

export const BuyTri = ({ token, cost, priceUsd, values }: Props) => (
  <div className={styles.tri} data-foldable>
    <Tri
      why={<Why token={token} />}
      out={<Out cost={cost} priceUsd={priceUsd} values={values} />}
      next={<Next token={token} values={values} cost={cost} />}
    />
  </div>
)
