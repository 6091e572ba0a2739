'use client'
import { useMutation } from '@tanstack/react-query'
import clsx from 'clsx'
import { Dialog } from 'radix-ui'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { changePlan } from '@/app/_api/plan-calls'
import { Button } from '@/app/_components/ui/button'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { plainName } from '@/app/_format/text'
import { notify } from '@/app/_live/notices'
import type { PositionView } from '@/lib/contracts/positions'
import type { PlanInput } from '@/lib/contracts/trade'
import { exitPrices } from '../ticket/ticket-form'
import { type PlanFields, planFields, readPlan } from './plan-form'
import confirm from '@/app/_components/ui/confirm.module.css'
import styles from './plan-editor.module.css'

type RowProps = {
  label: string
  unit: '%' | 'min'
  hint: ReactNode
  value: string
  onChange: (value: string) => void
}

const PlanRow = ({ label, unit, hint, value, onChange }: RowProps) => {
  const id = useId()
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <span className={styles.field}>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          placeholder="off"
          aria-describedby={`${id}-hint`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <span aria-hidden="true">{unit}</span>
      </span>
      <small id={`${id}-hint`}>{hint}</small>
    </div>
  )
}

type Props = { position: PositionView; onClose: () => void }

const PlanForm = ({ position, onClose }: Props) => {
  const [before] = useState(() => planFields(position, Date.now()))
  const [fields, setFields] = useState(before)
  const [fault, setFault] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: (change: PlanInput) => changePlan(position.id, change),
    onSuccess: () => {
      const detail = 'The old stop stood until the new one did.'
      notify({
        id: `plan-${position.id}`,
        tone: 'info',
        title: `Exits of ${plainName(position.token.symbol)} changed`,
        detail,
      })
      onClose()
    },
    onError: (error) => setFault(error.message),
  })
  const set = (name: keyof PlanFields) => (value: string) => {
    setFault(null)
    setFields((standing) => ({ ...standing, [name]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readPlan(before, fields, position.entryPriceUsd)
    if ('fault' in read) setFault(read.fault)
    else save.mutate(read.change)
  }
  const number = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? text : null)
  const target = number(fields.takeProfitPct)
  const stop = number(fields.stopLossPct)
  const prices = exitPrices(position.entryPriceUsd, target ?? '0', stop ?? '0')
  return (
    <form onSubmit={submit} noValidate>
      <PlanRow
        label="Take profit"
        unit="%"
        value={fields.takeProfitPct}
        onChange={set('takeProfitPct')}
        hint={
          target ? (
            <>
              sells all at <TokenPrice value={prices.target} />
            </>
          ) : (
            'above what you paid'
          )
        }
      />
      <PlanRow
        label="Stop-loss"
        unit="%"
        value={fields.stopLossPct}
        onChange={set('stopLossPct')}
        hint={
          stop ? (
            <>
              sells all at <TokenPrice value={prices.stop} />; negative locks a profit in
            </>
          ) : (
            'below what you paid'
          )
        }
      />
      <PlanRow
        label="Trailing stop"
        unit="%"
        value={fields.trailingStopPct}
        onChange={set('trailingStopPct')}
        hint="this far below the highest price; it never falls back"
      />
      <PlanRow
        label="Trail from"
        unit="%"
        value={fields.trailingActivationPct}
        onChange={set('trailingActivationPct')}
        hint="profit at which trailing begins; empty: at once"
      />
      <PlanRow
        label="Break-even at"
        unit="%"
        value={fields.breakEvenAtPct}
        onChange={set('breakEvenAtPct')}
        hint="profit at which the stop moves up to what you paid"
      />
      <PlanRow
        label="Sell after"
        unit="min"
        value={fields.timeStopMinutes}
        onChange={set('timeStopMinutes')}
        hint="sells what is left then, whatever the price"
      />
      <p className={clsx(styles.note, fault && styles.fault)} role={fault ? 'alert' : undefined}>
        {fault ?? 'Levels are judged on what a sale would really bring, fees and impact included.'}
      </p>
      <div className={styles.actions}>
        <Dialog.Close asChild>
          <Button>Back</Button>
        </Dialog.Close>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? 'Saving…' : 'Save exits'}
        </Button>
      </div>
    </form>
  )
}

/** Changes the exits of a held position. */
export const PlanEditor = ({ position, onClose }: Props) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay className={confirm.shade} />
      <Dialog.Content className={clsx(confirm.dialog, styles.dialog)} aria-describedby={undefined}>
        <Dialog.Title className={confirm.title}>Exits of {plainName(position.token.symbol)}</Dialog.Title>
        <PlanForm position={position} onClose={onClose} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
)
