'use client'
import { useQuery } from '@tanstack/react-query'
import { openPositionsQuery } from '@/app/_api/queries'
import { Review, type ReviewFact } from '@/app/_components/review/review'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { formatUsd } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'

const SHOWN = 5

const biggestFirst = (a: PositionView, b: PositionView): number =>
  new Decimal(b.exitValueUsd ?? '0').comparedTo(a.exitValueUsd ?? '0')

const factOf = (position: PositionView): ReviewFact => ({
  term: plainName(position.token.symbol),
  value:
    position.exitValueUsd === null ? (
      'unpriced: at the best quote'
    ) : (
      <>
        about {formatUsd(position.exitValueUsd)}
        {position.pnlUsd !== null && (
          <>
            , <SignedFigure value={position.pnlUsd} />
          </>
        )}
      </>
    ),
})

/** What the kill switch sells, biggest first, as a sale would bring it now. */
export const FlattenReview = () => {
  const { data } = useQuery(openPositionsQuery)
  const positions = (data?.positions ?? []).toSorted(biggestFirst)
  const trapped = positions.filter(({ status }) => status === 'TRAPPED')
  const own = positions.filter(({ wallet }) => wallet.kind === 'CONNECTED')
  const rest = positions.length - SHOWN
  return (
    <Review
      facts={[
        ...positions.slice(0, SHOWN).map(factOf),
        ...(rest > 0 ? [{ term: 'and', value: `${rest} more` }] : []),
      ]}
      warnings={[
        'Sells accept more slippage than usual and widen it until they are through. It cannot be undone.',
        ...(own.length > 0
          ? [
              `${own.map(({ token }) => plainName(token.symbol)).join(', ')} ${own.length === 1 ? 'lies' : 'lie'} in your own wallet and will wait for its signature.`,
            ]
          : []),
        ...(trapped.length > 0
          ? [
              `${trapped.map(({ token }) => plainName(token.symbol)).join(', ')} cannot be sold at the moment.`,
            ]
          : []),
      ]}
    />
  )
}
