import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount } from '@/app/_format/numbers'
import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import { AlgorithmSelect } from './algorithm-select'
import { autoInWords } from './entry-kind'
import { receivedAmount } from './ticket-form'
import { useTicketForm } from './ticket-form-context'
import styles from './receipt.module.css'

type Props = {
  token: TokenCard | undefined
  cost: RoundTripCost | null | undefined
  priceUsd: string | null
  /** Differs from the price now where a limit waits; it has fee and impact in it. */
  boughtAt: string | null
  amountUsd: string | null
}

const NO_COST = { impactUsd: '0', venueUsd: '0', taxUsd: '0' }

/** What the button would ask for, beside the price. */
export const Receipt = ({ token, cost, priceUsd, boughtAt, amountUsd }: Props) => {
  const waits = boughtAt !== priceUsd
  const { fields, change } = useTicketForm()
  const inOnePiece = fields.entry.kind !== 'market' || fields.wallet !== null
  const free = waits ? NO_COST : cost
  const about =
    free && boughtAt !== null && amountUsd !== null ? receivedAmount(amountUsd, boughtAt, free) : null
  return (
    <dl className={styles.receipt} data-foldable>
      <div>
        <dt>{waits ? 'You receive at least' : 'You receive about'}</dt>
        <dd>
          {about === null ? (
            'unknown'
          ) : (
            <>
              {formatAmount(about)} <TokenName text={token?.symbol ?? ''} />
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Slippage, execution</dt>
        <dd>
          auto,{' '}
          {inOnePiece ? (
            'at once'
          ) : (
            <AlgorithmSelect
              value={fields.entry.algorithm}
              auto={autoInWords(amountUsd, token?.liquidityUsd ?? null)}
              onChange={(algorithm) => change({ entry: { ...fields.entry, algorithm } })}
            />
          )}
        </dd>
      </div>
    </dl>
  )
}
