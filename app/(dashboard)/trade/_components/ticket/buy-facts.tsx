import { Lines } from '@/app/_components/review/lines'
import type { ReviewFact } from '@/app/_components/review/review'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatFeeUsd, formatPct, formatUsd, formatUsdShort } from '@/app/_format/numbers'
import type { PreviewView } from '@/lib/contracts/preview'
import { Decimal } from '@/lib/domain/money/decimal'
import type { EntryKind } from './entry-kind'

const fillOf = (fill: NonNullable<PreviewView['expected']>, symbol: string) => (
  <>
    {formatAmount(fill.tokens)} <TokenName text={symbol} /> at <TokenPrice value={fill.priceUsd} dollar />
  </>
)

type LimitUse = PreviewView['limits'][number]

const LIMITS: Record<LimitUse['limit'], (used: string, of: string) => string> = {
  position_size: (used, of) => `position size: ${formatUsdShort(used)} of ${formatUsdShort(of)}`,
  daily_loss: (used, of) => `day, if stopped: ${formatUsd(used)} of ${formatUsdShort(of)} loss`,
  open_positions: (used, of) => `open positions: ${used} of ${of}`,
  balance: (used, of) => `balance: ${formatUsdShort(used)} of ${formatUsd(of)} USDC`,
}

const limitLine = ({ limit, used, of, onTheirWay }: LimitUse): string => {
  const line = LIMITS[limit](used, of)
  if (new Decimal(onTheirWay).isZero()) return line
  return `${line}, ${limit === 'balance' ? formatUsdShort(onTheirWay) : onTheirWay} on its way`
}

const feeParts = (cost: NonNullable<PreviewView['cost']>): string =>
  [
    ['impact', cost.impactUsd],
    ['venue', cost.venueUsd],
    ['token tax', cost.taxUsd],
    ['network', cost.networkUsd],
    ['refundable rent', cost.rentUsd],
  ]
    .filter(([, usd]) => !new Decimal(usd!).isZero())
    .map(([name, usd]) => `${name} ${formatFeeUsd(usd!)}`)
    .join(', ')

const safetyOf = (safety: PreviewView['safety']): ReviewFact => {
  const warned = safety.filter(({ level }) => level !== 'pass')
  const passed = safety.length - warned.length
  return {
    term: 'Token',
    value: warned.length === 0 ? `All ${passed} checks pass` : warned.map(({ label }) => label).join('; '),
    more:
      warned.length > 0
        ? `${passed} other checks pass`
        : safety.some(({ id }) => id === 'sell-test')
          ? 'A sale of it was tried and goes through'
          : undefined,
  }
}

/** A buy in the facts a trader asks for. */
export const buyFacts = (preview: PreviewView, kind: EntryKind): ReviewFact[] => {
  const { token, expected, worst, cost, lossAtStopUsd, limits, slippageBps, suggestion } = preview
  const each = kind === 'repeat' ? 'Each time' : 'You get'
  return [
    expected
      ? { term: each, value: <>about {fillOf(expected, token.symbol)}</> }
      : { term: each, value: 'unknown: no fresh price' },
    ...(worst && kind !== 'limit'
      ? [
          {
            term: 'At worst',
            value: fillOf(worst, token.symbol),
            more: `${formatPct(new Decimal(slippageBps).div(100).toFixed())} slippage; anything worse is not bought`,
          },
        ]
      : []),
    ...(preview.execution === null ? [] : [{ term: 'In slices', value: preview.execution }]),
    {
      term: 'Fees',
      value: cost ? `${formatUsd(cost.totalUsd)} in and out (${formatPct(cost.totalPct)})` : 'unknown',
      more: cost ? feeParts(cost) : undefined,
    },
    {
      term: 'If stopped',
      value: lossAtStopUsd === null ? 'unknown' : `you lose about ${formatUsd(lossAtStopUsd)}, fees included`,
      more: 'A gap in the price can cost more.',
    },
    ...(limits.length > 0
      ? [
          {
            term: 'Limits',
            value: <Lines lines={limits.map(limitLine)} />,
          },
        ]
      : []),
    ...(suggestion && new Decimal(suggestion.amountUsd).gt(0)
      ? [
          {
            term: 'Suggested',
            value: `${formatUsdShort(suggestion.amountUsd)}: its stop costs at most ${suggestion.riskPct} % of your account`,
          },
        ]
      : []),
    safetyOf(preview.safety),
  ]
}
