'use client'
import { Button } from '@/app/_components/ui/button'
import { showSigningRow } from '@/app/_wallet/show-signing-row'
import type { SaleStage } from './sale-stage'
import styles from './sell-buttons.module.css'

type Props = { stage: SaleStage; orderId: string | null }

/** Instead of the sell buttons while one sale is under way: what it waits for, and the way to sign it. */
export const SellingNote = ({ stage, orderId }: Props) =>
  stage === 'signing' && orderId !== null ? (
    <Button
      size="small"
      tone="primary"
      className={styles.sign}
      title="Shows what your wallet is asked to sign"
      onClick={() => showSigningRow(orderId)}
    >
      Waiting for your signature
    </Button>
  ) : (
    <span className={styles.working}>{stage === 'building' ? 'Building, then you sign' : 'Selling…'}</span>
  )
