import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { addressAnswer, addressInput, addressListAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets/addresses',
  auth: 'user',
  limit: 'user',
  answers: { 200: addressListAnswer },
  handle: async ({ ctx }) => ({ body: { addresses: await services().listBookedAddresses(ctx) } }),
})

export const POST = defineRoute({
  route: 'POST /wallets/addresses',
  auth: 'user',
  limit: 'user',
  body: addressInput,
  answers: { 201: addressAnswer },
  handle: async ({ ctx, body }) => ({
    status: 201,
    body: { address: await services().addAddress(ctx, body) },
  }),
})

export const { PUT, PATCH, DELETE, OPTIONS } = otherThan('GET', 'POST')
