import { tokenPriceParts } from '@/app/_format/numbers'
import { VisuallyHidden } from './visually-hidden'

/** A price with its folded zeros as a subscript; screen readers get every decimal. */
export const TokenPrice = ({ value, dollar = false }: { value: string; dollar?: boolean }) => {
  const { lead, foldedZeros, digits, full } = tokenPriceParts(value)
  const sign = dollar ? '$' : ''
  if (foldedZeros === null) return <span title={full}>{`${sign}${lead}`}</span>
  return (
    <span title={full}>
      <VisuallyHidden>{`${sign}${full}`}</VisuallyHidden>
      <span aria-hidden="true">
        {sign}
        {lead}
        <sub>{foldedZeros}</sub>
        {digits}
      </span>
    </span>
  )
}
