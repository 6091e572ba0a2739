import { type DcaPlanView, dcaPlanAnswer } from '@/lib/contracts/dca'
import { orderAnswer, orderListAnswer, type OrderView } from '@/lib/contracts/orders'
import { callApi, getJson, parseAnswer } from './api-client'

export const cancelOrder = async (id: string): Promise<OrderView> =>
  parseAnswer(orderAnswer, await callApi(`/orders/${id}/cancel`, { method: 'POST' })).order

export const pauseOrder = async (id: string, change: 'pause' | 'resume'): Promise<OrderView> =>
  parseAnswer(orderAnswer, await callApi(`/orders/${id}/${change}`, { method: 'POST' })).order

export const olderOrders = (cursor: string) =>
  getJson(orderListAnswer, `/orders?limit=50&cursor=${encodeURIComponent(cursor)}`)

export const changeDcaPlan = async (
  id: string,
  change: 'pause' | 'resume' | 'cancel',
): Promise<DcaPlanView> =>
  parseAnswer(dcaPlanAnswer, await callApi(`/dca/${id}/${change}`, { method: 'POST' })).plan

/** The same key is the same plan, however often it is sent. */
export const createDcaPlan = async (body: Record<string, unknown>, key: string): Promise<DcaPlanView> => {
  const headers = { 'idempotency-key': key }
  const answer = await callApi('/dca', { method: 'POST', body: JSON.stringify(body), headers })
  return parseAnswer(dcaPlanAnswer, answer).plan
}
