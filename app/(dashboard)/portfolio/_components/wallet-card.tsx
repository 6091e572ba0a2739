'use client'
import { CopyAddress } from '@/app/_components/ui/copy-address'
import { Card } from '@/app/_components/ui/card'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import styles from './wallet-card.module.css'

/** Where the money is. */
export const WalletCard = ({ portfolio }: { portfolio: PortfolioView | undefined }) => (
  <Card className={styles.card} aria-labelledby="wallet-title">
    <h2 id="wallet-title">Trading wallet</h2>
    <dl className={styles.facts}>
      <dt>Address</dt>
      <dd>
        {portfolio ? (
          <CopyAddress address={portfolio.walletAddress} what="wallet address" />
        ) : (
          <Skeleton width={90} />
        )}
      </dd>
      <dt>USDC, to buy with</dt>
      <dd>{portfolio && formatUsd(portfolio.cashUsd)}</dd>
      <dt>SOL, for fees</dt>
      <dd>{portfolio && formatAmount(portfolio.solBalance)}</dd>
      <dt>In positions</dt>
      <dd>{portfolio && formatUsd(portfolio.positionsValueUsd)}</dd>
    </dl>
  </Card>
)
