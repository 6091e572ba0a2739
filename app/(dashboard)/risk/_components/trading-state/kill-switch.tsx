'use client'
import { Zap } from 'lucide-react'
import { ApiError } from '@/app/_api/api-error'
import { HoldButton } from '@/app/_components/ui/hold-button'
import { announce } from '@/app/_live/notices'
import type { StateScope, TradingState } from '@/lib/domain/trading-state/trading-state'
import { useChangeState } from './use-change-state'
import { useFlattenWords } from './use-flatten-words'
import styles from './kill-switch.module.css'

type Props = { scope: StateScope; current: TradingState; onAsk: () => void }

/** Held with a pointer it acts; a click or a key asks for the word instead. */
export const KillSwitch = ({ scope, current, onAsk }: Props) => {
  const words = useFlattenWords(scope)
  const change = useChangeState(() => announce('Selling everything. Then exits only.'))
  const isSelling = current === 'FLATTENING' || change.isPending
  return (
    <div className={styles.switch}>
      <h3>
        <Zap aria-hidden="true" />
        Kill switch
      </h3>
      <p>{isSelling ? 'Selling. Sells are tried again until they are through; then EXITS_ONLY.' : words}</p>
      {change.error && (
        <p role="alert" className={styles.error}>
          Not changed. {change.error instanceof ApiError ? change.error.message : 'Try again.'}
        </p>
      )}
      <HoldButton
        disabled={isSelling}
        holdMs={2_000}
        onHeld={() =>
          change.mutate({ state: 'FLATTENING', scope, reason: 'Kill switch held on the Risk page' })
        }
        onClickOnly={onAsk}
      >
        {isSelling ? 'Selling everything' : 'Hold 2 s to flatten'}
      </HoldButton>
    </div>
  )
}
