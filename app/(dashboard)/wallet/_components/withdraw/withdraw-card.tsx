'use client'
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '@/app/_api/queries'
import { addressesQuery } from '@/app/_api/wallet-calls'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { formatUsd } from '@/app/_format/numbers'
import type { WalletsView, WalletView } from '@/lib/contracts/wallets'
import { Decimal } from '@/lib/domain/money/decimal'
import { WithdrawForm } from './withdraw-form'

type Props = { wallet: WalletView; limits: WalletsView['withdrawals'] }

export const WithdrawCard = ({ wallet, limits }: Props) => {
  const addresses = useQuery(addressesQuery)
  const account = useQuery(accountQuery)
  const failed = addresses.error ?? account.error
  const left = Decimal.max(0, new Decimal(limits.dailyLimitUsd).minus(limits.usedTodayUsd)).toFixed()
  return (
    <TitledCard
      title="Withdraw"
      aside={
        <span>
          {formatUsd(left)} of {formatUsd(limits.dailyLimitUsd)} may leave today
        </span>
      }
    >
      {addresses.data && account.data ? (
        <WithdrawForm
          balances={wallet.balances}
          addresses={addresses.data}
          asksCode={account.data.secondFactor.enrolledAt !== null}
        />
      ) : failed ? (
        <ErrorNotice
          what="Your address book did not load"
          still="Nothing moved."
          error={failed}
          onRetry={() => void Promise.all([addresses.refetch(), account.refetch()])}
        />
      ) : (
        <RowsSkeleton label="Loading your address book" rows={2} />
      )}
    </TitledCard>
  )
}
