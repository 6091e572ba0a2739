import type { z } from 'zod'
import type { fidelityAnswer } from '@/lib/contracts/fidelity'
import { Decimal } from '@/lib/domain/money/decimal'

type Fidelity = z.infer<typeof fidelityAnswer>['fidelity']

const LEAST_PAIRS = 20

/** `+1.24 bps`, `−12.00 bps`. */
export const bpsText = (bps: string): string => {
  const value = new Decimal(bps)
  const sign = value.isZero() ? '' : value.gt(0) ? '+' : '−'
  return `${sign}${value.abs().toFixed(2)} bps`
}

/** What the bias means for somebody who judges a plan by its paper results. */
export const verdictOf = ({ pairs, meanBps }: Fidelity): string => {
  if (pairs === 0 || meanBps === null) return 'Nothing compared yet.'
  const bias = new Decimal(meanBps)
  const per = bias.abs().div(100).mul(10).toDecimalPlaces(2).toFixed(2)
  const meaning = bias.abs().lt(1)
    ? 'Paper fills are as good as real ones.'
    : `For $1,000 a real fill brought $${per} ${bias.gt(0) ? 'more' : 'less'} than paper said.`
  return pairs < LEAST_PAIRS
    ? `${meaning} ${pairs} ${pairs === 1 ? 'fill is' : 'fills are'} too few to rely on.`
    : meaning
}
