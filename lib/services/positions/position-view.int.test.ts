import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from '../exits/stored-position.fixture'
import { listPositions } from './list-positions'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

it('says of each position who holds it, and so whose signature a sale needs', async () => {
  const ours = await store.position()
  const theirs = await store.position({ walletId: store.connected })
  const { positions } = await listPositions({ db: store.db, readMarket: async () => new Map() }, store.ctx, {
    status: 'open',
    limit: 10,
  })
  const holderOf = (id: string) => positions.find((position) => position.id === id)?.wallet
  expect(holderOf(ours)).toEqual({ kind: 'TRADING', address: `TRADING ${store.trading}` })
  expect(holderOf(theirs)).toEqual({ kind: 'CONNECTED', address: `CONNECTED ${store.connected}` })
})
