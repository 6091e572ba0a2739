import { z } from 'zod'
import { slicingStatuses } from '@/lib/domain/execution/algorithms/slice-machine'
import { attemptStatuses } from '@/lib/domain/orders/attempt-status'
import { algorithms, orderSides, orderStatuses } from '@/lib/domain/orders/order-status'
import { orderTypes } from '@/lib/domain/orders/order-type'
import { errorCodes } from '@/lib/errors'
import { cursorPage, decimalText, isoTime, rawText } from './primitives'
import { tokenRef } from './tokens'

export const attempt = z.object({
  signature: z.string(),
  venue: z.string(),
  status: z.enum(attemptStatuses),
  slot: z.number().int().nullable(),
  error: z.string().nullable(),
})

export const timelineStep = z.object({ at: isoTime, step: z.string(), detail: z.string() })

export const order = z.object({
  id: z.string(),
  side: z.enum(orderSides),
  token: tokenRef,
  amountUsd: decimalText.nullable(),
  amountRaw: z.string().nullable(),
  type: z.enum(orderTypes),
  /** Of a limit entry; `waiting` until a token costs no more than this, fee and impact included. */
  limitPriceUsd: decimalText.nullable(),
  expiresAt: isoTime.nullable(),
  waiting: z.boolean(),
  dcaPlanId: z.string().nullable(),
  algorithm: z.enum(algorithms),
  status: z.enum(orderStatuses),
  denial: z
    .object({
      code: z.enum(errorCodes),
      detail: z.string(),
      extra: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    })
    .nullable(),
  positionId: z.string().nullable(),
  venue: z.string().nullable(),
  slippageBps: z.number().int().nullable(),
  reason: z.string(),
  /** Of an order in slices: those begun, as orders of their own, then those planned. */
  slices: z.array(
    z.object({
      seq: z.number().int(),
      status: z.enum([...orderStatuses, 'PLANNED']),
      orderId: z.string().nullable(),
      /** Of a sale what it brought, and before that its worth at the price when the order began; null where nobody knew that. */
      amountUsd: decimalText.nullable(),
      /** Base units: of USDC, or of the token that is sold. */
      amountRaw: rawText,
      at: isoTime.nullable(),
      priceUsd: decimalText.nullable(),
    }),
  ),
  /** How far it has come. Basis points against the price before the first slice, and against the market order it replaced. */
  slicing: z
    .object({
      status: z.enum(slicingStatuses),
      /** Of a sale its worth at the price when it began. */
      amountUsd: decimalText.nullable(),
      /** Paid so far, or received of a sale. */
      spentUsd: decimalText,
      /** How much there is to exchange and how much is, in base units as those of the slices. */
      amountRaw: rawText,
      doneRaw: rawText,
      /** Set aside for fees of the slices that are left. */
      reservedSol: decimalText,
      nextAt: isoTime.nullable(),
      stopReason: z.string().nullable(),
      /** Why the next slice waits beyond its time. */
      heldWhy: z.string().nullable(),
      arrivalPriceUsd: decimalText.nullable(),
      realizedPriceUsd: decimalText.nullable(),
      overArrivalBps: decimalText.nullable(),
      savedBps: decimalText.nullable(),
    })
    .nullable(),
  /** Of a slice: the order it is part of. */
  parentId: z.string().nullable(),
  attempts: z.array(attempt),
  /** While it waits for the trader's own wallet: the transaction to sign, base64. */
  signatureRequest: z
    .object({
      wallet: z.string(),
      transaction: z.string(),
      builtAt: isoTime,
      /** What it gives, and what it returns by the quote and at least: of USDC and of the token. */
      inputRaw: rawText,
      quotedOutRaw: rawText,
      minOutRaw: rawText,
    })
    .optional(),
  timeline: z.array(timelineStep),
  createdAt: isoTime,
})
export type OrderView = z.infer<typeof order>
export type TimelineStep = z.infer<typeof timelineStep>

export const orderListQuery = z.object({
  status: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(orderStatuses)))
    .optional(),
  ...cursorPage,
})
export const orderAnswer = z.object({ order })
export const orderListAnswer = z.object({ orders: z.array(order), nextCursor: z.string().nullable() })
export const idParams = z.object({ id: z.uuid('must be an id as returned by this API') })

export const signatureInput = z.strictObject({
  signedTransaction: z
    .string({ error: 'must be the signed transaction in base64' })
    .regex(/^[A-Za-z0-9+/]{80,2000}={0,2}$/, 'must be the signed transaction in base64'),
})
