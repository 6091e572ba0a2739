'use client'
import { OwnWalletMark } from '@/app/_components/positions/own-wallet-mark'
import { Tri } from '@/app/_components/ui/tri'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { usdcText } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { nextStep } from '../positions/next-step'
import { SellButtons } from '../positions/sell-buttons'
import { useSale } from '../positions/use-sale'
import styles from './sell-form.module.css'

const SellOne = ({ position }: { position: PositionView }) => {
  const next = nextStep(position, useSale(position).stage)
  return (
    <li className={styles.one}>
      <div className={styles.head}>
        <b>
          {formatAmount(position.amount)} <TokenName text={position.token.symbol} />
          <OwnWalletMark wallet={position.wallet} />
        </b>
        {position.pnlUsd === null ? <span>unpriced</span> : <SignedFigure value={position.pnlUsd} strong />}
      </div>
      <Tri
        why={
          <>
            Bought for {formatUsd(usdcText(position.costRaw))}.
            {position.proceedsRaw !== '0' && ` ${formatUsd(usdcText(position.proceedsRaw))} of it is back.`}
          </>
        }
        out={
          position.exitValueUsd === null ? (
            'No live price: a sell asks for a quote first.'
          ) : (
            <>
              Selling it all now brings <b>{formatUsd(position.exitValueUsd)}</b>.
            </>
          )
        }
        next={
          <>
            {next.title}, {next.detail}.
          </>
        }
      />
      <SellButtons position={position} wide />
    </li>
  )
}

export const SellForm = ({ positions }: { positions: readonly PositionView[] }) => (
  <ul className={styles.list}>
    {positions.map((position) => (
      <SellOne key={position.id} position={position} />
    ))}
  </ul>
)
