import { defineRoute, services } from '@/app/api/_http/define-route'
import { ownSite } from '@/app/api/_http/own-site'
import { otherThan } from '@/app/api/_http/wrong-method'
import { challengeAnswer, walletAddressInput } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /wallets/connected/challenge',
  auth: 'user',
  limit: 'user',
  body: walletAddressInput,
  answers: { 200: challengeAnswer },
  handle: async ({ request, ctx, body }) => ({
    body: await services().createWalletChallenge({
      ...body,
      ...ownSite(request.headers),
      purpose: 'LINK',
      userId: ctx.userId,
    }),
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
