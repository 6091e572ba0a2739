import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findOperation, insertOperation } from '@/lib/db/wallet-operation-repository'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { executeOperation } from './execute-operation'
import type { OperationDeps } from './operation-deps'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

it('refuses a withdrawal that nobody could sign for ten minutes, also when it could be signed now', async () => {
  const id = randomUUID()
  const accepted = new Date(Date.now() - 11 * 60_000)
  await insertOperation(store.db, {
    id,
    userId: store.userId,
    walletId: store.trading,
    kind: 'WITHDRAWAL',
    status: 'RECEIVED',
    mint: null,
    amountRaw: 1_000n,
    destination: 'somewhere',
    idempotencyKey: id,
    bodyHash: id,
    actor: store.ctx.actor,
    detail: 'Accepted.',
    createdAt: accepted,
    updatedAt: accepted,
  })
  let signed = 0
  const deps = {
    db: store.db,
    chain: {
      balances: async () => ({ lamports: 10n ** 9n, tokens: new Map(), frozen: new Set(), slot: 1n }),
      latestBlockhash: async () => ({ blockhash: 'hash', lastValidBlockHeight: 1n }),
      simulate: async () => ({
        error: null,
        before: { lamports: 10n ** 9n, tokens: new Map() },
        after: { lamports: 10n ** 9n - 6_000n, tokens: new Map() },
      }),
    },
    transfers: { build: () => new Uint8Array(), check: async () => ({ ok: true }) },
    signer: {
      sign: async () => {
        signed += 1
        throw new Error('signed')
      },
    },
    live: { publish: () => {} },
    logger: { error: () => {}, warn: () => {}, info: () => {} },
    now: () => new Date(),
    random: () => 0,
    pause: async () => {
      throw new Error('waits')
    },
  } as unknown as OperationDeps
  await executeOperation(deps, id, new AbortController().signal)
  expect(signed).toBe(0)
  expect(await findOperation(store.db, id)).toMatchObject({ status: 'REJECTED' })
})
