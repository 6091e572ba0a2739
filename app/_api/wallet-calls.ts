import { queryOptions } from '@tanstack/react-query'
import {
  addressAnswer,
  addressListAnswer,
  type BookedAddressView,
  operationAnswer,
  operationListAnswer,
  walletsAnswer,
  type WalletOperationView,
} from '@/lib/contracts/wallets'
import { callApi, getJson, parseAnswer } from './api-client'
import { queryKeys } from './query-keys'

/** Balances are read from the chain; a fill or a transfer on the stream asks again. */
export const walletsQuery = queryOptions({
  queryKey: queryKeys.wallets,
  queryFn: ({ signal }) => getJson(walletsAnswer, '/wallets', signal),
  staleTime: Infinity,
})

export const addressesQuery = queryOptions({
  queryKey: queryKeys.addresses,
  queryFn: async ({ signal }) => (await getJson(addressListAnswer, '/wallets/addresses', signal)).addresses,
  staleTime: Infinity,
})

/** The stream writes what becomes of them. */
export const transfersQuery = queryOptions({
  queryKey: queryKeys.transfers,
  queryFn: ({ signal }) => getJson(operationListAnswer, '/wallets/operations?limit=30', signal),
  staleTime: Infinity,
})

export const olderTransfers = (cursor: string) =>
  getJson(operationListAnswer, `/wallets/operations?limit=30&cursor=${encodeURIComponent(cursor)}`)

export type WithdrawalIntent = { key: string; asset: string; amount: string; address: string; totp?: string }

/** The same key and the same body again are the same withdrawal. */
export const sendWithdrawal = async ({ key, ...body }: WithdrawalIntent): Promise<WalletOperationView> => {
  const answer = await callApi('/wallets/withdrawals', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': key },
  })
  return parseAnswer(operationAnswer, answer).operation
}

export const cancelTransfer = async (id: string): Promise<WalletOperationView> =>
  parseAnswer(operationAnswer, await callApi(`/wallets/operations/${id}/cancel`, { method: 'POST' }))
    .operation

export const addAddress = async (input: {
  address: string
  label: string
  totp?: string
}): Promise<BookedAddressView> => {
  const answer = await callApi('/wallets/addresses', { method: 'POST', body: JSON.stringify(input) })
  return parseAnswer(addressAnswer, answer).address
}

export const removeAddress = async (id: string): Promise<void> => {
  await callApi(`/wallets/addresses/${id}`, { method: 'DELETE' })
}
