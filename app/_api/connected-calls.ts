import type { z } from 'zod'
import { orderListAnswer, type OrderView } from '@/lib/contracts/orders'
import {
  challengeAnswer,
  linkedAnswer,
  operationAnswer,
  type WalletOperationView,
} from '@/lib/contracts/wallets'
import { queryOptions } from '@tanstack/react-query'
import { callApi, getJson, parseAnswer } from './api-client'
import { queryKeys } from './query-keys'
import { type TradeAnswer, tradeAnswer } from './trade-calls'

/** Orders that wait for the trader's own wallet; the stream adds and removes them. */
export const awaitingOrdersQuery = queryOptions({
  queryKey: queryKeys.awaitingOrders,
  queryFn: ({ signal }) => getJson(orderListAnswer, '/orders?status=AWAITING_SIGNATURE&limit=100', signal),
  staleTime: Infinity,
  gcTime: Infinity,
})

const post = async <S extends z.ZodType>(
  schema: S,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<z.output<S>> =>
  parseAnswer(schema, await callApi(path, { method: 'POST', body: JSON.stringify(body), headers }))

export const askSignInMessage = (address: string) => post(challengeAnswer, '/auth/wallet', { address })
export const askLinkMessage = (address: string) =>
  post(challengeAnswer, '/wallets/connected/challenge', { address })
export const sendLink = (input: { nonce: string; signature: string }) =>
  post(linkedAnswer, '/wallets/connected', input)

export const unlinkWallet = async (id: string): Promise<void> => {
  await callApi(`/wallets/connected/${id}`, { method: 'DELETE' })
}

export type DepositIntent = { key: string; wallet: string; asset: string; amount: string }

/** Builds it; the same key and body again are the same deposit. */
export const buildDeposit = async ({ key, ...body }: DepositIntent): Promise<WalletOperationView> =>
  (await post(operationAnswer, '/wallets/deposits', body, { 'idempotency-key': key })).operation

export const submitDeposit = async (id: string, signedTransaction: string): Promise<WalletOperationView> =>
  (await post(operationAnswer, `/wallets/deposits/${id}/signature`, { signedTransaction })).operation

export const submitOrderSignature = (order: OrderView, signedTransaction: string): Promise<TradeAnswer> =>
  post(tradeAnswer, `/orders/${order.id}/signature`, { signedTransaction }, { prefer: 'respond-async' })
