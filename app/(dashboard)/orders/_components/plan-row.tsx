'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeDcaPlan } from '@/app/_api/order-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import { Chip, type ChipTone } from '@/app/_components/ui/chip'
import { Confirm } from '@/app/_components/ui/confirm'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsdShort } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import { formatDateTime } from '@/app/_format/time'
import { notify } from '@/app/_live/notices'
import type { DcaPlanView } from '@/lib/contracts/dca'
import { rhythm } from '@/lib/domain/orders/rhythm'
import styles from './plans-card.module.css'

const TONE: Record<DcaPlanView['status'], ChipTone> = {
  ACTIVE: 'accent',
  PAUSED: 'warn',
  COMPLETED: 'gain',
  CANCELLED: 'quiet',
}

export const PlanRow = ({ plan }: { plan: DcaPlanView }) => {
  const cache = useQueryClient()
  const change = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') => changeDcaPlan(plan.id, what),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.dcaPlans }),
    onError: (error) =>
      notify({
        id: `plan-${plan.id}`,
        tone: 'warn',
        title: 'The plan did not change',
        detail: error.message,
      }),
  })
  const [ending, setEnding] = useState(false)
  const live = plan.status === 'ACTIVE' || plan.status === 'PAUSED'
  return (
    <li className={styles.plan} data-plan={plan.id}>
      <TokenAvatar mint={plan.token.mint} symbol={plan.token.symbol} />
      <div className={styles.what}>
        <b>
          {formatUsdShort(plan.amountUsd)} of <TokenName text={plan.token.symbol} />{' '}
          {rhythm(plan.everyMinutes)}
        </b>
        <span>
          {plan.done} of {plan.count} begun
          {plan.nextAt !== null && `, next ${formatDateTime(plan.nextAt)}`}
        </span>
        {plan.lastNote !== null && <span className={styles.note}>{plan.lastNote}</span>}
      </div>
      <Chip tone={TONE[plan.status]}>{plan.status}</Chip>
      {live && (
        <div className={styles.actions}>
          <Button
            size="small"
            disabled={change.isPending}
            onClick={() => change.mutate(plan.status === 'ACTIVE' ? 'pause' : 'resume')}
          >
            {plan.status === 'ACTIVE' ? 'Pause' : 'Resume'}
          </Button>
          <Button size="small" disabled={change.isPending} onClick={() => setEnding(true)}>
            End
          </Button>
        </div>
      )}
      {ending && (
        <Confirm
          title={`End the plan of ${plainName(plan.token.symbol)}?`}
          onBack={() => setEnding(false)}
          action={
            <Button tone="primary" onClick={() => change.mutate('cancel')}>
              End the plan
            </Button>
          }
        >
          {plan.count - plan.done} of {plan.count} purchases are left out. What was bought stays, guarded by
          its exits. An ended plan does not come back; Pause keeps it.
        </Confirm>
      )}
    </li>
  )
}
