'use client'
import { useId } from 'react'
import clsx from 'clsx'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { exitPrices, readTicket } from './ticket-form'
import { MoreExits } from './more-exits'
import { useTicketForm } from './ticket-form-context'
import styles from './exit-fields.module.css'

type FieldProps = {
  label: string
  sign: '+' | '−'
  tone: string | undefined
  value: string
  price: string | null
  invalid: boolean
  onChange: (value: string) => void
}

const ExitField = ({ label, sign, tone, value, price, invalid, onChange }: FieldProps) => {
  const id = useId()
  return (
    <div className={styles.exit}>
      <label htmlFor={id}>{label}</label>
      <div className={clsx(styles.field, invalid && styles.invalid)}>
        <span className={clsx(styles.number, tone)}>
          <span aria-hidden="true">{sign}</span>
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={invalid}
            value={value}
            style={{ width: `${Math.max(2, value.length)}ch` }}
            onChange={(event) => onChange(event.target.value)}
          />
          <span aria-hidden="true">%</span>
        </span>
        <span className={styles.price}>{price && <TokenPrice value={price} />}</span>
      </div>
    </div>
  )
}

/** Every position has both, and each shows the price it stands for. */
export const ExitFields = ({ priceUsd, invalid }: { priceUsd: string | null; invalid: boolean }) => {
  const { fields, change } = useTicketForm()
  const { takeProfitPct, stopLossPct } = readTicket(fields)
  const prices = priceUsd === null ? null : exitPrices(priceUsd, takeProfitPct ?? '0', stopLossPct ?? '0')
  return (
    <>
      <div className={styles.exits}>
        <ExitField
          label="Take profit"
          sign="+"
          tone={styles.gain}
          value={fields.takeProfit}
          price={takeProfitPct === null ? null : (prices?.target ?? null)}
          invalid={invalid && takeProfitPct === null}
          onChange={(takeProfit) => change({ takeProfit })}
        />
        <ExitField
          label="Stop-loss"
          sign="−"
          tone={styles.loss}
          value={fields.stopLoss}
          price={stopLossPct === null ? null : (prices?.stop ?? null)}
          invalid={invalid && stopLossPct === null}
          onChange={(stopLoss) => change({ stopLoss })}
        />
      </div>
      <MoreExits />
    </>
  )
}
