import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { plural, shortAddress } from '@/app/_format/text'
import type { WalletBalanceView, WalletView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { heldFor } from './held-for'
import styles from './balances-card.module.css'

const totalOf = (balances: readonly WalletBalanceView[]): string =>
  balances
    .reduce((sum, { valueUsd }) => (valueUsd === null ? sum : sum.plus(valueUsd)), new Decimal(0))
    .toFixed()

const noteOf = (mint: string | null): string => {
  if (mint === null) return 'pays for fees'
  return mint === WSOL_MINT ? 'wrapped, as trades use it' : shortAddress(mint)
}

const Row = ({ balance, freeName }: { balance: WalletBalanceView; freeName: string }) => (
  <tr data-asset={balance.symbol}>
    <th scope="row">
      <div className={styles.asset}>
        <TokenAvatar mint={balance.mint ?? WSOL_MINT} symbol={balance.symbol} />
        <span>
          <TokenName text={balance.symbol} />
          <small>{noteOf(balance.mint)}</small>
        </span>
      </div>
    </th>
    <td className={styles.held}>{formatAmount(balance.amount)}</td>
    <td className={styles.free}>
      <span className={styles.freeName}>{freeName} </span>
      {formatAmount(balance.free)}
      <small>{heldFor(balance)}</small>
    </td>
    <td className={styles.worth}>
      {balance.valueUsd === null ? <span className={styles.dim}>no price</span> : formatUsd(balance.valueUsd)}
    </td>
  </tr>
)

type Props = { wallet: WalletView; freeName: string }

/** What the trading wallet holds, and what of it is not held back. */
export const BalancesCard = ({ wallet, freeName }: Props) => {
  const { balances, unknownMints } = wallet
  const unpriced = balances.filter(({ valueUsd, amountRaw }) => valueUsd === null && amountRaw !== '0')
  return (
    <TitledCard
      title="Trading wallet"
      flush
      aside={
        <span className={styles.total}>
          {formatUsd(totalOf(balances))}
          <small>at market prices</small>
          {unpriced.length > 0 && <small>without {unpriced.map(({ symbol }) => symbol).join(', ')}</small>}
        </span>
      }
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">Held</th>
            <th scope="col">{freeName}</th>
            <th scope="col">Market value</th>
          </tr>
        </thead>
        <tbody>
          {balances.map((balance) => (
            <Row key={balance.mint ?? 'SOL'} balance={balance} freeName={freeName} />
          ))}
        </tbody>
      </table>
      {unknownMints.length > 0 && (
        <p className={styles.unknown}>
          And {plural(unknownMints.length, 'token')} JARVIS knows nothing of, left out of the sum:{' '}
          {unknownMints.map((mint) => shortAddress(mint)).join(', ')}.
        </p>
      )}
    </TitledCard>
  )
}
