import { defineRoute, services } from '@/app/api/_http/define-route'
import { ownSite } from '@/app/api/_http/own-site'
import { otherThan } from '@/app/api/_http/wrong-method'
import { linkedAnswer, signedChallenge } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /wallets/connected',
  auth: 'user',
  limit: 'user',
  body: signedChallenge,
  answers: { 201: linkedAnswer },
  handle: async ({ request, ctx, body }) => {
    const { domain } = ownSite(request.headers)
    const signature = Buffer.from(body.signature, 'base64')
    return { status: 201, body: await services().linkWallet(ctx, { nonce: body.nonce, signature, domain }) }
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
