'use client'
import { useMutation } from '@tanstack/react-query'
import clsx from 'clsx'
import { Dialog } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { changePlan } from '@/app/_api/plan-calls'
import { Lines } from '@/app/_components/review/lines'
import { Button } from '@/app/_components/ui/button'
import { plainName, shortAddress } from '@/app/_format/text'
import { notify } from '@/app/_live/notices'
import type { PositionView } from '@/lib/contracts/positions'
import type { PlanInput } from '@/lib/contracts/trade'
import { tellExits } from '@/lib/domain/exits/exit-words'
import { Decimal } from '@/lib/domain/money/decimal'
import { ExtraRows } from './extra-rows'
import { type PlanFields, planFields, readChange, readPlan } from './plan-form'
import { PlanRow } from './plan-row'
import confirm from '@/app/_components/ui/confirm.module.css'
import styles from './plan-editor.module.css'

type Props = { position: PositionView; onClose: () => void }

const PlanForm = ({ position, onClose }: Props) => {
  const [before] = useState(() => planFields(position, Date.now()))
  const [fields, setFields] = useState(before)
  const [fault, setFault] = useState<string | null>(null)
  const symbol = plainName(position.token.symbol)
  const save = useMutation({
    mutationFn: (change: PlanInput) => changePlan(position.id, change),
    onSuccess: () => {
      const detail = 'The old stop stood until the new one did.'
      notify({ id: `plan-${position.id}`, tone: 'info', title: `Exits of ${symbol} changed`, detail })
      onClose()
    },
    onError: (error) => setFault(error.message),
  })
  const change = (next: Partial<PlanFields>) => {
    setFault(null)
    setFields((standing) => ({ ...standing, ...next }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const asked = readChange(before, fields, position.entryPriceUsd)
    if ('fault' in asked) setFault(asked.fault)
    else save.mutate(asked.change)
  }
  const read = readPlan(fields)
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <PlanRow
        label="Take profit"
        unit="%"
        value={fields.takeProfitPct}
        onChange={(takeProfitPct) => change({ takeProfitPct })}
        hint="above what you paid; sells what is left then"
      />
      <PlanRow
        label="Stop-loss"
        unit="%"
        value={fields.stopLossPct}
        onChange={(stopLossPct) => change({ stopLossPct })}
        hint="below what you paid; negative locks a profit in"
      />
      <ExtraRows fields={fields} onChange={change} />
      {position.wallet.kind === 'CONNECTED' && (
        <p className={styles.note}>
          Held in your own wallet {shortAddress(position.wallet.address)}: an exit that fires waits for its
          signature and is only as fast as you.
        </p>
      )}
      {fault !== null || 'fault' in read ? (
        <p className={clsx(styles.note, styles.fault)} role="alert">
          {fault ?? ('fault' in read && read.fault)}
        </p>
      ) : (
        <section className={styles.after} aria-label="Once saved">
          <Lines lines={tellExits(read.plan, new Decimal(position.entryPriceUsd))} />
          <p className={styles.note}>
            Levels are judged on what a sale would really bring, fees and impact included. The stop that
            stands now holds until the new one does.
          </p>
        </section>
      )}
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

/** Changes the exits of a held position; what would hold is told before it is saved. */
export const PlanEditor = ({ position, onClose }: Props) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay className={confirm.shade} />
      <Dialog.Content className={clsx(confirm.dialog, confirm.wide)} aria-describedby={undefined}>
        <Dialog.Title className={confirm.title}>Exits of {plainName(position.token.symbol)}</Dialog.Title>
        <PlanForm position={position} onClose={onClose} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
)
