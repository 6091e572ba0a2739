import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/app/_api/query-keys'
import { webComposition } from '@/lib/composition/web'
import { createFirstPaint } from './first-paint'
import type { SessionUser } from './load-session'

export const loadWallet = async ({ context }: SessionUser): Promise<QueryClient> => {
  const { services } = webComposition()
  const { cache, put } = createFirstPaint()
  await Promise.all([
    put(queryKeys.wallets, services.getWallets(context)),
    put(queryKeys.addresses, services.listBookedAddresses(context)),
    put(queryKeys.transfers, services.listWalletOperations(context, { limit: 30 })),
    put(queryKeys.account, services.getAccount(context)),
  ])
  return cache
}
