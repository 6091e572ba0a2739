'use client'
import { Check } from 'lucide-react'
import { Checkbox } from 'radix-ui'
import type { TokenCard } from '@/lib/contracts/tokens'
import { useTicketForm } from './ticket-form-context'
import styles from './acceptances.module.css'

/** Amber warnings are accepted one by one. */
export const Acceptances = ({ token }: { token: TokenCard | undefined }) => {
  const { fields, change } = useTicketForm()
  const warnings = token?.safety.filter((chip) => chip.level === 'amber') ?? []
  return warnings.map((chip) => (
    <label key={chip.id} className={styles.accept}>
      <Checkbox.Root
        className={styles.box}
        checked={fields.accepted.includes(chip.id)}
        onCheckedChange={(checked) => {
          const others = fields.accepted.filter((id) => id !== chip.id)
          change({ accepted: checked === true ? [...others, chip.id] : others })
        }}
      >
        <Checkbox.Indicator>
          <Check aria-hidden="true" size={12} strokeWidth={2.5} />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>
        I accept: <b>{chip.label}</b>
      </span>
    </label>
  ))
}
