import { queryOptions, skipToken } from '@tanstack/react-query'
import { reclaimable } from '@/lib/contracts/reclaim'
import { operationAnswer, type WalletOperationView } from '@/lib/contracts/wallets'
import { callApi, getJson, parseAnswer } from './api-client'
import { queryKeys } from './query-keys'

/** Read from the chain each time it is shown. */
export const reclaimableQuery = queryOptions({
  queryKey: queryKeys.reclaimable,
  queryFn: ({ signal }) => getJson(reclaimable, '/wallets/reclaim', signal),
  staleTime: 0,
})

/** Fetched once; the stream writes what becomes of it. */
export const transferQuery = (id: string | null) =>
  queryOptions({
    queryKey: queryKeys.transfer(id ?? ''),
    queryFn:
      id === null
        ? skipToken
        : async ({ signal }) =>
            (await getJson(operationAnswer, `/wallets/operations/${id}`, signal)).operation,
    staleTime: Infinity,
  })

/** The same key and the same accounts again are the same operation. */
export const sendReclaim = async (intent: {
  key: string
  accounts: string[]
  burnDust: boolean
}): Promise<WalletOperationView> => {
  const { key, ...body } = intent
  const answer = await callApi('/wallets/reclaim', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': key },
  })
  return parseAnswer(operationAnswer, answer).operation
}
