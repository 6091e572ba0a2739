'use client'
import clsx from 'clsx'
import { useState } from 'react'
import { FIRST_INTERVAL } from '@/app/_api/candle-request'
import { Card } from '@/app/_components/ui/card'
import { EmptyNotice } from '@/app/_components/ui/empty-notice'
import type { CandleInterval } from '@/lib/contracts/tokens'
import { PositionsPanel } from './positions/positions-panel'
import { TicketDock } from './ticket/ticket-dock'
import { TicketFormProvider } from './ticket/ticket-form-context'
import { TokenChart } from './token/token-chart'
import { TokenHeader } from './token/token-header'
import { TokenList } from './token/token-list'
import { useChosenMint } from './use-chosen-mint'
import styles from './trade-screen.module.css'

/** Everything about one token, the ticket, and what is held. */
export const TradeScreen = ({ initialMint }: { initialMint: string | null }) => {
  const { mint, choose } = useChosenMint(initialMint)
  const [interval, setInterval] = useState<CandleInterval>(FIRST_INTERVAL)
  if (mint === null) {
    return (
      <Card className={styles.nothing}>
        <EmptyNotice title="No tokens yet" text="The market is being read. This page fills itself." />
      </Card>
    )
  }
  return (
    <TicketFormProvider key={mint}>
      <div className={styles.grid}>
        <TokenList chosen={mint} onChoose={choose} />
        <Card className={clsx(styles.token)} aria-label="Token">
          <TokenHeader mint={mint} interval={interval} onInterval={setInterval} />
          <TokenChart mint={mint} interval={interval} />
        </Card>
        <PositionsPanel chosen={mint} onChoose={choose} />
        <TicketDock mint={mint} />
      </div>
    </TicketFormProvider>
  )
}
