'use client'
import Link from 'next/link'
import { useState } from 'react'
import { PauseButton } from '@/app/_components/orders/pause-button'
import { SliceProgress } from '@/app/_components/orders/slice-progress'
import { OwnWalletMark } from '@/app/_components/positions/own-wallet-mark'
import { Tri } from '@/app/_components/ui/tri'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { usdcText } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import type { algorithms } from '@/lib/domain/orders/order-status'
import { nextStep } from '../positions/next-step'
import { SellButtons } from '../positions/sell-buttons'
import { useSale } from '../positions/use-sale'
import { AlgorithmSelect } from './algorithm-select'
import styles from './sell-form.module.css'

const SellOne = ({ position }: { position: PositionView }) => {
  const [algorithm, setAlgorithm] = useState<(typeof algorithms)[number]>('MARKET')
  const { stage, sliced } = useSale(position)
  const next = nextStep(position, stage)
  // A connected wallet signs each transaction itself.
  const inOnePiece = position.wallet.kind === 'CONNECTED' || sliced !== null
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
      {sliced?.slicing && (
        <div>
          <SliceProgress order={sliced} slicing={sliced.slicing}>
            <PauseButton order={sliced} slicing={sliced.slicing} />
          </SliceProgress>
          <p className={styles.note}>
            It can be stopped under <Link href="/orders">Orders</Link>. Selling 100 % here sells the rest at
            once.
          </p>
        </div>
      )}
      {!inOnePiece && (
        <div className={styles.how}>
          <span>Execution</span>
          <AlgorithmSelect value={algorithm} auto="Auto: by its share of the pool" onChange={setAlgorithm} />
        </div>
      )}
      <SellButtons position={position} wide algorithm={inOnePiece ? 'MARKET' : algorithm} />
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
