'use client'
import clsx from 'clsx'
import { useId } from 'react'
import { Segmented } from '@/app/_components/ui/segmented'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { buysAtOnce, ENTRY_KINDS, readLimitPrice, RHYTHMS } from './entry-kind'
import { useTicketForm } from './ticket-form-context'
import styles from './entry-fields.module.css'

/** Now, at a price of the trader's own, or again and again. */
export const EntryFields = ({ priceUsd, invalid }: { priceUsd: string | null; invalid: boolean }) => {
  const { fields, change } = useTicketForm()
  const { entry } = fields
  const id = useId()
  const set = (next: Partial<typeof entry>) => change({ entry: { ...entry, ...next } })
  return (
    <div className={styles.entry}>
      <Segmented
        label="How to buy"
        value={entry.kind}
        options={ENTRY_KINDS}
        onChange={(kind) => set({ kind })}
        small
      />
      {entry.kind === 'limit' && (
        <div className={styles.line}>
          <label htmlFor={id}>At most, a token</label>
          <div className={clsx(styles.field, invalid && entry.limitPrice !== '' && styles.invalid)}>
            <span aria-hidden="true">$</span>
            <input
              id={id}
              inputMode="decimal"
              autoComplete="off"
              aria-invalid={invalid && entry.limitPrice !== ''}
              value={entry.limitPrice}
              onChange={(event) => set({ limitPrice: event.target.value })}
            />
          </div>
          <p>
            {buysAtOnce(entry, priceUsd) && readLimitPrice(entry.limitPrice) !== null ? (
              <span className={styles.warn}>Above the price now: it would buy at once, at the market.</span>
            ) : (
              <>
                Price now {priceUsd === null ? 'unknown' : <TokenPrice value={priceUsd} dollar />}. Waits 24
                h, with the amount reserved.
              </>
            )}
          </p>
        </div>
      )}
      {entry.kind === 'repeat' && (
        <div className={styles.repeat}>
          <select
            aria-label="How often"
            value={entry.everyMinutes}
            onChange={(event) => set({ everyMinutes: event.target.value })}
          >
            {RHYTHMS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <div className={clsx(styles.field, invalid && styles.invalid)}>
            <input
              aria-label="How many times"
              inputMode="numeric"
              autoComplete="off"
              aria-invalid={invalid}
              value={entry.times}
              onChange={(event) => set({ times: event.target.value })}
            />
            <span aria-hidden="true">times</span>
          </div>
          <p>
            The first one now. All go into one position; each is checked against your limits when it is due.
          </p>
        </div>
      )}
    </div>
  )
}
