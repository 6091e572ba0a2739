'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { portfolioQuery } from '@/app/_api/queries'
import { denialWords } from '@/app/_components/orders/order-words'
import { Button } from '@/app/_components/ui/button'
import { formatUsdShort } from '@/app/_format/numbers'
import { Decimal } from '@/lib/domain/money/decimal'
import { OutcomeCard } from './outcome-card'
import styles from './outcome-card.module.css'

type Props = {
  code: string
  detail: string
  /** The largest amount that would pass, when the answer names it. */
  passesUsd: string | null
  side: 'BUY' | 'SELL'
  /** Ids of the warnings that must be accepted before it is bought. */
  acknowledge: string[] | null
  onAccept: (ids: string[]) => void
  onClear: () => void
  onBuyInstead: (amountUsd: string) => void
}

/** Whole cents, rounded down: never more than would pass. */
const cents = (usd: string): string => new Decimal(usd).toDecimalPlaces(2, Decimal.ROUND_DOWN).toFixed()

const usePassing = ({ code, passesUsd }: Pick<Props, 'code' | 'passesUsd'>): string | null => {
  const { data: portfolio } = useQuery(portfolioQuery)
  if (passesUsd !== null) return cents(passesUsd)
  if (!portfolio) return null
  if (code === 'risk.position_size') return cents(portfolio.maxPositionUsd)
  return null
}

export const DeniedPanel = (props: Props) => {
  const { code, detail, passesUsd, side, acknowledge, onAccept, onClear, onBuyInstead } = props
  const passing = usePassing({ code, passesUsd })
  return (
    <OutcomeCard
      tone="crit"
      icon={<X aria-hidden="true" />}
      title={side === 'BUY' ? 'Not bought' : 'Not sold'}
      aside={<code>{code}</code>}
    >
      <p>{acknowledge === null ? detail : denialWords(detail)}</p>
      <div className={styles.actions}>
        {side === 'BUY' && passing !== null && new Decimal(passing).gt(0) && (
          <Button onClick={() => onBuyInstead(passing)}>Buy {formatUsdShort(passing)} instead</Button>
        )}
        {side === 'BUY' && acknowledge !== null && (
          <Button onClick={() => onAccept(acknowledge)}>Accept and buy</Button>
        )}
        <Button tone="ghost" onClick={onClear}>
          Dismiss
        </Button>
      </div>
    </OutcomeCard>
  )
}
