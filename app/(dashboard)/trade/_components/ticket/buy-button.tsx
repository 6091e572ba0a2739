import clsx from 'clsx'
import { Check, Pause } from 'lucide-react'
import { Button } from '@/app/_components/ui/button'
import { Kbd } from '@/app/_components/ui/kbd'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsdShort } from '@/app/_format/numbers'
import { formatWholeAge } from '@/app/_format/time'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { EntryKind } from './entry-kind'
import type { TicketBlock } from './ticket-form'
import styles from './buy-button.module.css'

type Props = {
  token: TokenCard | undefined
  amountUsd: string | null
  block: TicketBlock | null
  busy: boolean
  reasonId: string
  ageMs: number | null
  kind: EntryKind
  /** Enter in any field presses the button too; no single key moves money. */
  onPress: (pressed: 'pointer' | 'key') => void
}

const VERB: Record<EntryKind, string> = { market: 'Buy', limit: 'Wait to buy', repeat: 'Repeat' }

/** Names the act; when it cannot be done, the reason stands below. */
export const BuyButton = ({ token, amountUsd, block, busy, reasonId, ageMs, kind, onPress }: Props) => (
  <div className={styles.wrap}>
    <Button
      type="submit"
      tone="buy"
      size="large"
      className={styles.button}
      disabled={block !== null || busy}
      aria-describedby={reasonId}
      onClick={(event) => onPress(event.detail > 0 ? 'pointer' : 'key')}
    >
      <span>
        {VERB[kind]} {amountUsd !== null && formatUsdShort(amountUsd)}
        {token && (
          <>
            {amountUsd !== null && ' of '}
            <TokenName text={token.symbol} />
          </>
        )}
      </span>
      {!block && !busy && <Kbd>Enter</Kbd>}
    </Button>
    <p id={reasonId} className={clsx(styles.reason, block && styles.blocked)}>
      {block ? <Pause aria-hidden="true" /> : <Check aria-hidden="true" />}
      <span className={styles.words}>
        {block?.reason ??
          `Price ${ageMs === null ? 'age unknown' : `${formatWholeAge(ageMs)} old`}; limits are checked again.`}
      </span>
      {!block && (
        <button type="button" className={styles.review} disabled={busy} onClick={() => onPress('key')}>
          Review first
        </button>
      )}
    </p>
  </div>
)
