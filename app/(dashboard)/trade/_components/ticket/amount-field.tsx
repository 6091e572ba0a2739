'use client'
import clsx from 'clsx'
import { Ellipsis } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { formatAmount, formatUsdShort } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import { useTicketForm } from './ticket-form-context'
import { usePreferences } from './use-preferences'
import { useTicketKeys } from './use-ticket-keys'
import styles from './amount-field.module.css'

type Props = {
  portfolio: PortfolioView | undefined
  invalid: boolean
  details: boolean
  onDetails: () => void
}

export const AmountField = ({ portfolio, invalid, details, onDetails }: Props) => {
  const { fields, change } = useTicketForm()
  const { buyAmountsUsd } = usePreferences()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useTicketKeys({
    amounts: buyAmountsUsd,
    focus: () => input.current?.select(),
    preset: (amount) => change({ amount }),
  })
  useEffect(() => {
    if (details) input.current?.focus()
  }, [details])
  return (
    <div className={styles.amount}>
      <div className={clsx(styles.own, details && styles.shown)}>
        <div className={styles.head}>
          <label htmlFor={id}>You pay</label>
          <span>
            {portfolio && fields.wallet === null ? `${formatAmount(portfolio.freeCashUsd)} USDC free` : ' '}
          </span>
        </div>
        <div className={clsx(styles.field, invalid && styles.invalid)}>
          <span aria-hidden="true">$</span>
          <input
            ref={input}
            id={id}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={invalid}
            aria-keyshortcuts="B"
            value={fields.amount}
            onChange={(event) => change({ amount: event.target.value })}
          />
          <span className={styles.coin}>USDC</span>
        </div>
      </div>
      <div className={styles.presets} role="group" aria-label="Amount presets">
        {buyAmountsUsd.map((preset, index) => (
          <button
            key={preset}
            type="button"
            aria-pressed={fields.amount === preset}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => change({ amount: preset })}
          >
            {formatUsdShort(preset)}
          </button>
        ))}
        <button
          type="button"
          className={styles.more}
          aria-pressed={details}
          aria-label="Own amount and exits"
          onClick={onDetails}
        >
          <Ellipsis aria-hidden="true" size={18} />
        </button>
      </div>
    </div>
  )
}
