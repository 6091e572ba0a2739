'use client'
import { useQuery } from '@tanstack/react-query'
import { previewQuery } from '@/app/_api/queries'
import { Review, type ReviewFact } from '@/app/_components/review/review'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatPct, formatUsd } from '@/app/_format/numbers'
import type { PositionView } from '@/lib/contracts/positions'
import type { PreviewView } from '@/lib/contracts/preview'
import type { algorithms } from '@/lib/domain/orders/order-status'
import { Decimal } from '@/lib/domain/money/decimal'
import { sellBody, type Share } from './sell-share'

const factsOf = (preview: PreviewView, position: PositionView): ReviewFact[] => {
  const { expected, worst, aboutTokens, resultUsd, slippageBps, execution } = preview
  return [
    {
      term: 'You give',
      value: (
        <>
          {aboutTokens === null ? '' : formatAmount(aboutTokens)} <TokenName text={position.token.symbol} />
        </>
      ),
    },
    {
      term: 'You get',
      value: expected ? `about ${formatUsd(expected.usd)} in USDC` : 'what the best quote brings',
      more: 'Fee and impact are taken off already; the network takes under a cent or two more.',
    },
    ...(execution === null ? [] : [{ term: 'In slices', value: execution }]),
    ...(worst
      ? [
          {
            term: 'At first',
            value: `not below ${formatUsd(worst.usd)}`,
            more: `${formatPct(new Decimal(slippageBps).div(100).toFixed())} slippage. If that fails JARVIS tries again and accepts more, so that you get out.`,
          },
        ]
      : []),
    ...(resultUsd === null
      ? []
      : [
          {
            term: 'Result',
            value: <SignedFigure value={resultUsd} strong />,
            more: 'Of the whole position, all fees counted.',
          },
        ]),
  ]
}

type Props = { position: PositionView; share: Share; algorithm: (typeof algorithms)[number] }

/** What selling a share means. It can be confirmed before this has come: nobody waits for words to get out. */
export const SellReview = ({ position, share, algorithm }: Props) => {
  const body = JSON.stringify(sellBody(position, share, algorithm))
  const { data: preview } = useQuery(previewQuery(body))
  if (!preview) return <Review facts={[]} />
  return <Review facts={factsOf(preview, position)} warnings={preview.warnings.map(({ text }) => text)} />
}
