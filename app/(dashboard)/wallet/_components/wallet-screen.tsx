'use client'
import { useQuery } from '@tanstack/react-query'
import { walletsQuery } from '@/app/_api/wallet-calls'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Column, Columns, Screen } from '@/app/_components/ui/screen'
import { useMode } from '@/app/_live/mode-context'
import type { WalletsView } from '@/lib/contracts/wallets'
import { AddressBookCard } from './address-book/address-book-card'
import { BalancesCard } from './balances-card'
import { ConnectedCard } from './connected/connected-card'
import { DepositAddressCard } from './deposit-address-card'
import { HistoryCard } from './history/history-card'
import { PaperCard } from './paper-card'
import { useSettledBalances } from './use-settled-balances'
import { WithdrawCard } from './withdraw/withdraw-card'

const Loaded = ({ view }: { view: WalletsView }) => {
  const paper = useMode() === 'paper'
  const trading = view.wallets.find((wallet) => wallet.kind === 'TRADING')
  return (
    <Columns>
      <Column>
        {/* First, so that a phone says it before it shows a sum. */}
        {paper && <PaperCard />}
        {trading && <BalancesCard wallet={trading} freeName={paper ? 'Free' : 'May leave'} />}
        {trading && !paper && <WithdrawCard wallet={trading} limits={view.withdrawals} />}
        {!paper && <HistoryCard />}
      </Column>
      {!paper && (
        <Column>
          {trading && <DepositAddressCard wallet={trading} />}
          <ConnectedCard wallets={view.wallets.filter(({ kind }) => kind === 'CONNECTED')} />
          <AddressBookCard waitHours={view.withdrawals.waitHours} />
        </Column>
      )}
    </Columns>
  )
}

export const WalletScreen = () => {
  const { data, error, refetch } = useQuery(walletsQuery)
  useSettledBalances()
  return (
    <Screen title="Wallet" note="what you hold, and the way in and out">
      {data && <Loaded view={data} />}
      {!data && (
        <Card>
          {error ? (
            <ErrorNotice
              what="Your wallets could not be read"
              still="Nothing moved. Positions and exits are unaffected."
              error={error}
              onRetry={() => void refetch()}
            />
          ) : (
            <RowsSkeleton label="Reading your wallets" rows={4} />
          )}
        </Card>
      )}
    </Screen>
  )
}
