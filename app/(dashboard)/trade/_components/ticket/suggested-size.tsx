'use client'
import { formatPctSetting, formatUsdShort } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { TokenCard } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'
import { suggestSize } from '@/lib/domain/sizing/suggest-size'
import { useTicketForm } from './ticket-form-context'
import styles from './suggested-size.module.css'

const CLASS_WORDS = {
  established: 'established token',
  mid: 'mid-size token',
  micro: 'micro token',
  'high-risk': 'high-risk token',
} as const

type Props = {
  token: TokenCard | undefined
  portfolio: PortfolioView | undefined
  stopLossPct: string | null
}

/** A size at which the stop in the ticket costs the share of the account one risks; taken with one press. */
export const SuggestedSize = ({ token, portfolio, stopLossPct }: Props) => {
  const { change } = useTicketForm()
  if (!token || !portfolio || stopLossPct === null) return null
  const amount = suggestSize({
    capitalUsd: new Decimal(portfolio.equityUsd),
    riskPct: new Decimal(portfolio.riskPerTradePct),
    stopLossPct: new Decimal(stopLossPct),
    maxPositionUsd: new Decimal(portfolio.maxPositionUsd),
    tokenClass: token.tokenClass,
  })
  if (amount.isZero()) return null
  return (
    <p className={styles.line}>
      <button type="button" onClick={() => change({ amount: amount.toFixed() })}>
        Use {formatUsdShort(amount.toFixed())}
      </button>
      <span>
        suggested: {formatPctSetting(portfolio.riskPerTradePct)} of your account at most,{' '}
        {CLASS_WORDS[token.tokenClass]}
      </span>
    </p>
  )
}
