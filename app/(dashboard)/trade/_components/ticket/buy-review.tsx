'use client'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { formatAmount, formatUsd, formatUsdShort } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'
import { PreviewWords } from './preview-words'
import { percentOf, type TicketValues } from './ticket-form'

type Props = {
  token: TokenCard
  values: TicketValues
  cost: RoundTripCost | null | undefined
  priceUsd: string | null
  /** Of the buy, for the preview. */
  body: string
  onBack: () => void
  onBuy: () => void
}

/** Asked once, for more than the largest preset or with a warning accepted. */
export const BuyReview = ({ token, values, cost, priceUsd, body, onBack, onBuy }: Props) => {
  const amountUsd = values.amountUsd ?? '0'
  const symbol = plainName(token.symbol)
  const about = priceUsd === null ? null : new Decimal(amountUsd).div(priceUsd).toFixed()
  return (
    <Confirm
      title={`Buy ${about === null ? '' : `about ${formatAmount(about)} `}${symbol} for ${formatUsdShort(amountUsd)}?`}
      onBack={onBack}
      action={
        <Button tone="buy" onClick={onBuy}>
          Buy {formatUsdShort(amountUsd)} of {symbol}
        </Button>
      }
    >
      <PreviewWords
        body={body}
        fallback={
          <>
            It sells itself at{' '}
            <SignedFigure arrow={false} value={percentOf(amountUsd, values.takeProfitPct ?? '0')} /> or{' '}
            <SignedFigure arrow={false} value={percentOf(amountUsd, `-${values.stopLossPct ?? '0'}`)} />.{' '}
            {cost
              ? `Leaving at once costs ${formatUsd(cost.totalUsd)}.`
              : 'What leaving at once costs is unknown.'}
          </>
        }
      />
    </Confirm>
  )
}
