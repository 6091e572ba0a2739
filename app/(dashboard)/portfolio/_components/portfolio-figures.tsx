import type { ReactNode } from 'react'
import { Card } from '@/app/_components/ui/card'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { Skeleton } from '@/app/_components/ui/skeleton'
import { formatAmount, formatPct, formatUsd, formatUsdShort } from '@/app/_format/numbers'
import { plural } from '@/app/_format/text'
import type { PortfolioView } from '@/lib/contracts/positions'
import styles from './portfolio-figures.module.css'

const Figure = ({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) => (
  <div className={styles.figure}>
    <dt>{name}</dt>
    <dd>
      <b>{value ?? <Skeleton width={96} height={18} />}</b>
      <small>{note ?? <Skeleton width={120} />}</small>
    </dd>
  </div>
)

const withoutUnpriced = ({ unpriced }: PortfolioView): string =>
  unpriced.length === 0 ? '' : `, without ${unpriced.length} unpriced`

const winNote = ({ metrics }: PortfolioView): string =>
  metrics.winRatePct === null
    ? 'no closed position yet'
    : `${metrics.wins} of ${metrics.closedPositions} made money${metrics.closedPositions < 20 ? ', too few to judge' : ''}`

export const PortfolioFigures = ({ portfolio: of }: { portfolio: PortfolioView | undefined }) => (
  <Card aria-label="Figures">
    <dl className={styles.figures}>
      <Figure
        name="Equity, if everything sold now"
        value={of && formatUsd(of.equityUsd)}
        note={
          of &&
          `${formatAmount(of.cashUsd)} USDC + ${formatAmount(of.solBalance)} SOL + ${plural(of.openPositions, 'position')}${withoutUnpriced(of)}`
        }
      />
      <Figure
        name="Today"
        value={of && <SignedFigure value={of.dailyPnlUsd} />}
        note={of && `buying stops at ${formatUsdShort(`-${of.dailyLossLimitUsd.replace('-', '')}`)}`}
      />
      <Figure
        name="Realised"
        value={of && <SignedFigure value={of.realizedPnlUsd} />}
        note={of && `${of.metrics.closedPositions} closed`}
      />
      <Figure
        name="Unrealised"
        value={of && <SignedFigure value={of.unrealizedPnlUsd} />}
        note={of && `${formatUsd(of.positionsValueUsd)} if sold now${withoutUnpriced(of)}`}
      />
      <Figure
        name="Win rate"
        value={of && (of.metrics.winRatePct === null ? 'unknown' : formatPct(of.metrics.winRatePct))}
        note={of && winNote(of)}
      />
      <Figure
        name="Unpriced"
        value={of && String(of.unpriced.length)}
        note={of && (of.unpriced.length === 0 ? 'every holding has a fresh price' : 'left out of the equity')}
      />
    </dl>
  </Card>
)
