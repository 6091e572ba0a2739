'use client'
import { AgeChip, UNPRICED_MS } from '@/app/_components/ui/age-chip'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { useLivePrice } from '@/app/_live/use-live-price'
import styles from './live-price-figure.module.css'

type Props = { mint: string; known: { priceUsd: string | null; priceAt: string | null } | undefined }

/** The price now; hatched with its age once it is too old to act on. */
export const LivePriceFigure = ({ mint, known }: Props) => {
  const { priceUsd, ageMs } = useLivePrice(mint, known)
  if (priceUsd === null) return <span className={styles.none}>unpriced</span>
  const old = ageMs !== null && ageMs > UNPRICED_MS
  return (
    <span className={styles.figure}>
      <span className={old ? styles.old : undefined}>
        <TokenPrice value={priceUsd} dollar />
      </span>
      <AgeChip ageMs={ageMs} />
    </span>
  )
}
