import { createSignInThrottle } from '@/lib/http/rate-limit/sign-in-throttle'
import { webRuntime } from './runtime'

/** As long as the seed's session. */
const TOKEN_SECONDS = 3600

type Credentials = { email: string; password: string; totp?: string | undefined }

const throttle = (options: { countAddress: boolean }) => {
  const { http } = webRuntime()
  return createSignInThrottle(http.limiter, http.now, options)
}

/** Throws AppError `unauthenticated`, `forbidden` (the second factor) or `rate_limited`. */
export const signInWithPassword = (
  credentials: Credentials,
  address: string,
  options: { countAddress: boolean },
) => webRuntime().web.services.signIn(throttle(options), { ...credentials, address })

export type SignedInUser = Awaited<ReturnType<typeof signInWithPassword>>

/** The same errors. */
export const signInWithWallet = (
  input: { nonce: string; signature: string; domain: string; totp?: string | undefined },
  clientAddress: string,
): Promise<SignedInUser> =>
  webRuntime().web.services.signInWithWallet(throttle({ countAddress: true }), {
    ...input,
    signature: Buffer.from(input.signature, 'base64'),
    clientAddress,
  })

/** A bearer token. The route has counted the address already. */
export const issueToken = async (
  credentials: Credentials,
  address: string,
): Promise<{ token: string; expiresAt: string }> => {
  const user = await signInWithPassword(credentials, address, { countAddress: false })
  const session = { userId: user.id, sessionVersion: user.sessionVersion }
  const { token, expiresAt } = webRuntime().http.tokens.issue(session, TOKEN_SECONDS)
  return { token, expiresAt: expiresAt.toISOString() }
}
