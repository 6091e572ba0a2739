import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { insertOperation, type NewOperation } from '@/lib/db/wallet-operation-repository'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { LivePublisher } from '../live-publisher'
import type { Store } from '../exits/stored-position.fixture'
import type { OperationDeps } from './operation-deps'

export const NODES = ['one', 'two', 'three', 'four']
export const MINUTE_MS = 60_000
export const BEFORE = 5_000n
export const AMOUNT = 1_000n
export const GONE = BEFORE - AMOUNT

/** A withdrawal of USDC that was sent and is not proven. */
export const insertTransfer = async (store: Store, change: Partial<NewOperation> = {}) => {
  const id = randomUUID()
  const at = new Date()
  await insertOperation(store.db, {
    ...{ id, userId: store.userId, walletId: store.trading, kind: 'WITHDRAWAL', status: 'UNKNOWN' },
    ...{ mint: USDC_MINT, amountRaw: AMOUNT, destination: 'cold', valueUsd: '7', idempotencyKey: id },
    ...{ bodyHash: id, actor: store.ctx.actor, transaction: new Uint8Array([1]), signature: `sig ${id}` },
    ...{ blockhash: 'hash', lastValidBlockHeight: 250n, heldBeforeRaw: BEFORE, heldBeforeSlot: 100n },
    ...{ detail: 'Sent.', createdAt: at, updatedAt: at },
    ...change,
  })
  return id
}

export type Holding = bigint | 'silent' | Error
export type NodesWorld = { afterMs?: number; slot?: bigint; witnesses?: string[]; holdings: Holding[] }

type LiveEvent = Parameters<LivePublisher['publish']>[0]
/** Nodes that swear a transfer dead and hold what they are told to; `told` and `asked` since the last `depsFor`. */
export const openNodes = (store: Store) => {
  const told: LiveEvent[] = []
  const asked: unknown[][] = []
  const depsFor = ({ afterMs = 0, slot = 300n, holdings }: NodesWorld): OperationDeps => {
    told.length = asked.length = 0
    let passed = 0
    return {
      db: store.db,
      now: () => new Date(Date.now() + afterMs + passed),
      newId: randomUUID,
      random: () => 0,
      pause: async (ms: number) => {
        passed += ms
        await nextTurn()
      },
      logger: { warn: () => {}, error: () => {} },
      live: { publish: (event: LiveEvent) => void told.push(event) },
      sender: { send: async () => ({ accepted: 1, errors: [] }) },
      chain: {
        onSignature: () => () => {},
        signatureStatus: async () => null,
        surveySignature: async () => ({
          status: null,
          knownTo: [],
          unknownTo: NODES.slice(0, 2).map((node) => ({ node, finalizedHeight: 251n })),
        }),
        finalizedHolding: async (node: string, ...of: unknown[]) => {
          asked.push([node, ...of])
          const holding = holdings[NODES.indexOf(node)]!
          if (holding === 'silent') return new Promise(() => {})
          if (holding instanceof Error) throw holding
          return { slot, amountRaw: holding }
        },
      },
    } as unknown as OperationDeps
  }
  return { told, asked, depsFor }
}
