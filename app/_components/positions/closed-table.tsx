import { Chip, type ChipTone } from '@/app/_components/ui/chip'
import { SignedFigure } from '@/app/_components/ui/signed-figure'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatUsd } from '@/app/_format/numbers'
import { formatAge, formatDateTime, formatWhen } from '@/app/_format/time'
import { EXIT_NAMES, usdcText } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { OwnWalletMark } from './own-wallet-mark'
import styles from './closed-table.module.css'

const toneOf = ({ exitReason }: PositionView): ChipTone =>
  exitReason === 'TAKE_PROFIT' ? 'gain' : exitReason === 'STOP_LOSS' ? 'loss' : 'quiet'

const ClosedRow = ({ position }: { position: PositionView }) => {
  const { token, closedAt, exitReason } = position
  return (
    <tr>
      <td className={styles.name}>
        <span>
          <TokenAvatar mint={token.mint} symbol={token.symbol} />
          <b>
            <TokenName text={token.symbol} />
          </b>
          <OwnWalletMark wallet={position.wallet} />
        </span>
      </td>
      <td className={styles.dim} title={closedAt === null ? undefined : formatDateTime(closedAt)}>
        {closedAt === null ? '' : formatWhen(closedAt)}
      </td>
      <td>
        <Chip tone={toneOf(position)}>{exitReason === null ? 'Closed' : EXIT_NAMES[exitReason]}</Chip>
      </td>
      <td className={styles.two}>
        <span>{formatUsd(usdcText(position.proceedsRaw))}</span>
        <small>{formatUsd(usdcText(position.costRaw))}</small>
      </td>
      <td className={styles.two}>
        {position.pnlUsd !== null && <SignedFigure value={position.pnlUsd} strong />}
        <small>
          {position.pnlPct !== null && <SignedFigure value={position.pnlPct} unit="pct" arrow={false} />}
        </small>
      </td>
      <td className={styles.held}>
        {closedAt === null ? '' : formatAge(Date.parse(closedAt) - Date.parse(position.openedAt))}
      </td>
    </tr>
  )
}

/** What each closed position made, after all fees. */
export const ClosedTable = ({ positions }: { positions: readonly PositionView[] }) => (
  <table className={styles.table}>
    <thead>
      <tr>
        <th scope="col">Token</th>
        <th scope="col">Closed</th>
        <th scope="col">Exit</th>
        <th scope="col" className={styles.right}>
          Got, paid
        </th>
        <th scope="col" className={styles.right}>
          Net PnL
        </th>
        <th scope="col" className={styles.right}>
          Held
        </th>
      </tr>
    </thead>
    <tbody>
      {positions.map((position) => (
        <ClosedRow key={position.id} position={position} />
      ))}
    </tbody>
  </table>
)
