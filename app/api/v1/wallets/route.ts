import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { walletsAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets',
  auth: 'user',
  limit: 'user',
  answers: { 200: walletsAnswer },
  handle: async ({ ctx }) => ({ body: await services().getWallets(ctx) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
