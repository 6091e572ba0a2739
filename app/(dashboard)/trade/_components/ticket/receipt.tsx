import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount } from '@/app/_format/numbers'
import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import { receivedAmount } from './ticket-form'
import styles from './receipt.module.css'

type Props = {
  token: TokenCard | undefined
  cost: RoundTripCost | null | undefined
  priceUsd: string | null
  amountUsd: string | null
}

/** What the button would ask for, beside the price. */
export const Receipt = ({ token, cost, priceUsd, amountUsd }: Props) => {
  const about =
    cost && priceUsd !== null && amountUsd !== null ? receivedAmount(amountUsd, priceUsd, cost) : null
  return (
    <dl className={styles.receipt} data-foldable>
      <div>
        <dt>You receive about</dt>
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
        <dt>Slippage, algorithm</dt>
        <dd>auto, MARKET</dd>
      </div>
    </dl>
  )
}
