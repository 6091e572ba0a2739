import { defineRoute, services } from '@/app/api/_http/define-route'
import { ownSite } from '@/app/api/_http/own-site'
import { otherThan } from '@/app/api/_http/wrong-method'
import { challengeAnswer, walletAddressInput } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

/** A message to sign in with: sign it and hand nonce and signature to next-auth's `solana` provider. */
export const POST = defineRoute({
  route: 'POST /auth/wallet',
  auth: 'none',
  limit: 'user',
  body: walletAddressInput,
  answers: { 200: challengeAnswer },
  handle: async ({ request, body }) => ({
    body: await services().createWalletChallenge({
      ...body,
      ...ownSite(request.headers),
      purpose: 'SIGN_IN',
      userId: null,
    }),
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
