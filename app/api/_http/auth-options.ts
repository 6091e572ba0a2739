import type { NextAuthOptions, User } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { walletSignInInput } from '@/lib/contracts/wallets'
import { tokenInput } from '@/lib/contracts/trade'
import { isAppError } from '@/lib/errors'
import { clientAddress } from '@/lib/http/client-address'
import { parseInput } from '@/lib/http/validation'
import { webRuntime } from './runtime'
import { ownSite } from './own-site'
import { signInWithPassword, signInWithWallet, type SignedInUser } from './sign-in'
import { withinSite } from './within-site'

const SESSION_SECONDS = 12 * 3600

type SignedIn = User & { sessionVersion: number }

const claimOf = (token: { sub?: string; sv?: unknown }) => ({
  userId: Number(token.sub),
  sessionVersion: Number(token.sv),
})

/** Of a second factor the page must know what is wrong: that it is missing, or that it did not match. */
const signInError = (error: unknown): string => {
  if (!isAppError(error)) return 'internal'
  const { secondFactor } = error.extra
  return typeof secondFactor === 'string' ? `second-factor.${secondFactor}` : error.code
}

type AuthRequest = { headers?: Record<string, unknown> }

const headersOf = (request: AuthRequest): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, String(value))
  return headers
}

/** The user who signed in, or null for wrong credentials; what else went wrong reaches the page as a code. */
const signedIn = async (signIn: () => Promise<SignedInUser>): Promise<SignedIn | null> => {
  try {
    const user = await signIn()
    return {
      id: String(user.id),
      name: user.displayName,
      email: user.email,
      sessionVersion: user.sessionVersion,
    }
  } catch (error) {
    if (isAppError(error) && ['unauthenticated', 'validation'].includes(error.code)) return null
    // The sign-in page shows this code in words.
    throw new Error(signInError(error), { cause: error })
  }
}

const authorize = (
  input: Record<string, string> | undefined,
  request: AuthRequest,
): Promise<SignedIn | null> => {
  const address = clientAddress(headersOf(request), webRuntime().http.trustedProxies)
  return signedIn(() => {
    const credentials = parseInput(tokenInput, {
      email: input?.email,
      password: input?.password,
      totp: input?.totp,
    })
    return signInWithPassword(credentials, address, { countAddress: true })
  })
}

const authorizeWallet = (
  input: Record<string, string> | undefined,
  request: AuthRequest,
): Promise<SignedIn | null> => {
  const headers = headersOf(request)
  const address = clientAddress(headers, webRuntime().http.trustedProxies)
  return signedIn(() => {
    const { nonce, signature, totp } = parseInput(walletSignInInput, {
      nonce: input?.nonce,
      signature: input?.signature,
      totp: input?.totp,
    })
    return signInWithWallet({ nonce, signature, totp, ...ownSite(headers) }, address)
  })
}

/**
 * next-auth with our own token: what it puts into the session cookie is exactly what the API takes
 * as a bearer token. Its own sign-in errors land on our page.
 */
export const authOptions = (): NextAuthOptions => {
  const { web, http } = webRuntime()
  return {
    secret: web.config.authSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    jwt: {
      // Not the given age: next-auth's own default is thirty days.
      encode: async ({ token }) => http.tokens.issue(claimOf(token ?? {}), SESSION_SECONDS).token,
      decode: async ({ token }) => {
        const verified = http.tokens.verify(token ?? '')
        return verified.ok ? { sub: verified.claims.sub, sv: verified.sessionVersion } : null
      },
    },
    providers: [
      Credentials({
        id: 'password',
        name: 'E-mail and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' }, totp: { type: 'text' } },
        authorize,
      }),
      Credentials({
        id: 'solana',
        name: 'Solana wallet',
        credentials: { nonce: { type: 'text' }, signature: { type: 'text' }, totp: { type: 'text' } },
        authorize: authorizeWallet,
      }),
    ],
    callbacks: {
      redirect: async (asked) => withinSite(asked),
      jwt: async ({ token, user }) => {
        if (user) return { ...token, sub: user.id, sv: (user as SignedIn).sessionVersion }
        // Throwing makes next-auth drop the cookie of a session that was revoked.
        const known = await web.services.findSession(claimOf(token))
        if (!known) throw new Error('The session was revoked')
        return { ...token, name: known.displayName, email: known.email, isAdmin: known.isAdmin }
      },
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.sub, name: token.name, email: token.email, isAdmin: token.isAdmin === true },
      }),
    },
    logger: {
      error: (code, metadata) => web.logger.warn({ code, metadata }, 'next-auth'),
      warn: (code) => web.logger.debug({ code }, 'next-auth'),
      debug: () => {},
    },
  }
}
