'use client'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { IconButton } from '@/app/_components/ui/icon-button'
import { TokenName } from '@/app/_components/ui/token-name'
import { useTokenCard } from '../token/token-header'
import { Ticket } from './ticket'
import styles from './ticket-dock.module.css'

/** Null: as the height of the screen suggests. */
type Fold = 'open' | 'folded' | null

const isFolded = (dock: HTMLElement | null): boolean =>
  dock?.querySelector<HTMLElement>('[data-foldable]')?.offsetParent === null

/** Where the ticket lives: beside the chart, in a drawer on narrower screens, under the thumb on a phone. */
export const TicketDock = ({ mint }: { mint: string }) => {
  const [drawer, setDrawer] = useState(false)
  const [fold, setFold] = useState<Fold>(null)
  const dock = useRef<HTMLElement>(null)
  const { token } = useTokenCard(mint)
  return (
    <>
      <Button
        tone="buy"
        size="large"
        className={styles.opener}
        aria-expanded={drawer}
        onClick={() => setDrawer(true)}
      >
        <span>
          Trade <TokenName text={token?.symbol ?? ''} />
        </span>
      </Button>
      <Card
        className={styles.dock}
        aria-label="Ticket"
        data-drawer={drawer || undefined}
        ref={dock}
        data-fold={fold ?? undefined}
        onKeyDown={(event) => event.key === 'Escape' && setDrawer(false)}
      >
        <button
          type="button"
          className={styles.grab}
          aria-label="Fold or unfold the ticket"
          onClick={() => setFold(isFolded(dock.current) ? 'open' : 'folded')}
        />
        <div className={styles.close}>
          <b>
            Trade <TokenName text={token?.symbol ?? ''} />
          </b>
          <IconButton label="Close the ticket" onClick={() => setDrawer(false)}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
        <div className={styles.content}>
          <Ticket mint={mint} />
        </div>
      </Card>
    </>
  )
}
