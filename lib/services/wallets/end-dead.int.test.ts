import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { alerts } from '@/drizzle/schema'
import {
  findOperation,
  leavingByOperations,
  type NewOperation,
  withdrawnUsdSince,
} from '@/lib/db/wallet-operation-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { openStore, type Store } from '../exits/stored-position.fixture'
import {
  AMOUNT,
  BEFORE,
  GONE,
  insertTransfer,
  MINUTE_MS,
  type NodesWorld,
  openNodes,
} from './doubted-transfer.fixture'
import { executeOperation } from './execute-operation'

let store: Store
let nodes: ReturnType<typeof openNodes>
beforeAll(async () => {
  store = await openStore()
  nodes = openNodes(store)
})
afterEach(async () => {
  await store.clear()
  await store.db.execute('truncate wallet_operations, alerts')
})
afterAll(() => store.close())

const operation = (change: Partial<NewOperation> = {}) => insertTransfer(store, change)

describe('a transfer that nodes swear dead', () => {
  const follow = (id: string, world: NodesWorld) =>
    executeOperation(nodes.depsFor(world), id, new AbortController().signal)
  const leaving = async () =>
    (await leavingByOperations(store.db, [store.trading], new Date())).get(store.trading)!.tokens
  const capUsed = () => withdrawnUsdSince(store.db, store.userId, new Date(Date.now() - MINUTE_MS))

  it('ends by their word after five minutes of doubt, with a warning that names its signature', async () => {
    const id = await operation({ doubtedAt: new Date(Date.now() - 4 * MINUTE_MS) })
    expect((await leaving()).get(USDC_MINT)).toBe(AMOUNT)
    await follow(id, { holdings: [GONE, GONE], afterMs: 2 * MINUTE_MS })
    const ended = (await findOperation(store.db, id))!
    expect(ended).toMatchObject({ status: 'EXPIRED', doubtedAt: expect.any(Date) })
    expect(ended.detail).toContain(ended.signature)
    expect(ended.detail).not.toContain('Nothing moved')
    const stored = await store.db.select().from(alerts)
    expect(stored).toMatchObject([{ level: 'crit', userId: store.userId }])
    expect(stored[0]!.detail).toContain(ended.signature)
    expect(nodes.told.map(({ name }) => name)).toEqual(expect.arrayContaining(['alert', 'transfer']))
    expect(await leaving()).toEqual(new Map())
    expect(await capUsed()).toBe('7')
  })

  it('ends as dead, without a warning, once the books explain what is there', async () => {
    const id = await operation({ doubtedAt: new Date(Date.now() - 10 * MINUTE_MS) })
    await follow(id, { holdings: [BEFORE, BEFORE] })
    const ended = (await findOperation(store.db, id))!
    expect(ended).toMatchObject({ status: 'EXPIRED', doubtedAt: null })
    expect(ended.detail).toContain('Nothing moved')
    expect(await store.db.select().from(alerts)).toEqual([])
    expect(await leaving()).toEqual(new Map())
    expect(await capUsed()).toBe('0')
  })
})
