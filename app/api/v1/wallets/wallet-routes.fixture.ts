import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { VersionedTransaction } from '@solana/web3.js'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import { type Call, call, startWebWorld } from '@/app/api/web-world.fixture'
import { insertAddress } from '@/lib/db/address-book-repository'
import { findUserByEmail } from '@/lib/db/user-repository'
import { addressOf } from '@/lib/adapters/vault-signer/ed25519'
import type { RouteFunction } from '@/lib/http/route-call'

export type Answer = Record<string, unknown> & {
  code: string
  detail: string
  errors: { field: string }[]
  operation: { id: string; status: string; transaction?: string; kind: string }
  operations: { id: string }[]
  address: { id: string; usableAt: string }
  addresses: { id: string }[]
}
export type Who = 'demo' | 'admin'

/** A wallet whose key only the test holds. */
export const ownWallet = () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { address: addressOf(privateKey), privateKey }
}

export const signText = (key: KeyObject, text: string): string =>
  sign(null, Buffer.from(text), key).toString('base64')

export const signTransaction = (key: KeyObject, base64: string): string => {
  const transaction = VersionedTransaction.deserialize(Buffer.from(base64, 'base64'))
  transaction.signatures[0] = new Uint8Array(sign(null, transaction.message.serialize(), key))
  return Buffer.from(transaction.serialize()).toString('base64')
}

/** The routes of wallets, called by the two sandbox accounts, as programs or with a session cookie. */
export const startWalletWorld = async () => {
  const world = await startWebWorld({ WITHDRAWAL_DAILY_USD: '100', RATE_LIMIT_USER: '900' })
  const tokens = {} as Record<Who, string>
  for (const who of ['demo', 'admin'] as const) {
    const body = { email: `${who}@jarvis.local`, password: `${who}-sandbox` }
    tokens[who] = (
      (await (await call(askToken, 'POST', '/auth/token', { body })).json()) as { token: string }
    ).token
  }
  const bearer = (as: Who) => ({ authorization: `Bearer ${tokens[as]}` })
  const ask = async (
    route: RouteFunction,
    method: string,
    path: string,
    options: Call & { as?: Who } = {},
  ) => {
    const { as = 'demo', headers, ...rest } = options
    const response = await call(route, method, path, {
      ...rest,
      headers: { ...(headers?.cookie ? {} : bearer(as)), host: '127.0.0.1:3000', ...headers },
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer }
  }
  const csrf = createHash('sha256').update(`token${world.web.config.authSecret}`).digest('hex')
  return {
    ...world,
    ask,
    key: () => ({ 'idempotency-key': randomUUID() }),
    /** What a browser sends; without `x-csrf-token`. */
    cookie: (who: Who) => ({
      cookie: `next-auth.session-token=${tokens[who]}; next-auth.csrf-token=token%7C${csrf}`,
    }),
    /** In the book since yesterday. */
    book: async (address: string) => {
      const createdAt = new Date(Date.now() - 86_400_000)
      const user = await findUserByEmail(world.web.db, 'demo@jarvis.local')
      const row = {
        id: randomUUID(),
        userId: user!.id,
        address,
        label: 'cold',
        createdAt,
        usableAt: createdAt,
      }
      await insertAddress(world.web.db, row)
    },
  }
}
