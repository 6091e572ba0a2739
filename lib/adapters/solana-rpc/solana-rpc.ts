import { z } from 'zod'
import { isFutureSlot } from '@/lib/domain/rpc-health/future-slot'
import { MOST_SLOTS_BEHIND } from '@/lib/domain/rpc-health/score'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { ChainReader, TransactionSender } from '@/lib/ports/chain'
import type { PriorityFeeSource } from '@/lib/ports/priority-fees'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { RpcNode } from '@/lib/ports/rpc-nodes'
import { createAccountGatherer } from './account-gatherer'
import { whole, withContext } from './answers'
import { createHoldingReader, surveyBalances } from './balance-survey'
import { readBalancesFrom, readHolding } from './balances'
import { askChain, askChains, type ServedChain } from './chains'
import { rpcCall } from './json-rpc'
import { createLookGatherer } from './look-gatherer'
import { allTooOld } from './node-errors'
import { viewNodes } from './node-view'
import { readTokenAccounts } from './owned-token-accounts'
import { COMMITMENT, createProvider, type RpcProviderConfig } from './provider'
import { createPriorityFeeSource } from './priority-fees'
import { startProbes } from './probe'
import { createProviderPool, createSlotWatch } from './provider-pool'
import { readAccounts } from './read-accounts'
import { RpcSocket } from './rpc-socket'
import { createSeenSlots } from './seen-slots'
import { createSender } from './sender'
import { createSignatureSurvey, finalizedHeightOf } from './signature-survey'
import { simulateOn } from './simulate'
import { createStatusReader } from './status-reader'
import { readWalletChanges } from './wallet-changes'

export type SolanaRpcOptions = {
  /** In order of preference; at least one. */
  providers: readonly RpcProviderConfig[]
  /** Requests a second to each provider. */
  rps: number
  logger: Pick<Logger, 'warn'>
  now?: () => number
  /** Of one request to one provider; 3 s by default. */
  timeoutMs?: number
  /** How often each provider is asked for its slot, whatever else it is asked; 2 s by default, null for never. */
  probeEveryMs?: number | null
}

/**
 * `healthyNodes` counts the providers that answered when last asked. `close` ends its subscriptions; the process can
 * then exit.
 */
export type SolanaRpc = ChainReader &
  TransactionSender &
  AccountReader &
  PriorityFeeSource & {
    tokenAccounts: Reclaims['tokenAccounts']
    healthyNodes(): number
    nodes(): RpcNode[]
    /** Asks every node once which chain it serves; those that answer within a second. */
    chains(): Promise<ServedChain[]>
    /** The newest slot known to be confirmed; null while no node has told. */
    tip(): bigint | null
    close(): Promise<void>
  }

const AT = { commitment: COMMITMENT }
const blockhashAnswer = withContext(z.object({ blockhash: z.string(), lastValidBlockHeight: whole }))

const SIGNATURE_SILENCE_MS = 10_000

export const createSolanaRpc = (options: SolanaRpcOptions): SolanaRpc => {
  const { logger, rps, timeoutMs = 3_000, probeEveryMs = 2_000, now = Date.now } = options
  if (options.providers.length === 0) throw new Error('At least one Solana RPC provider is needed')
  const slots = createSlotWatch(now)
  const providers = options.providers.map((config) =>
    createProvider(config, { rps, timeoutMs, onSlot: slots.observe }),
  )
  const pool = createProviderPool(providers, { logger, now, slots })
  const endProbes = probeEveryMs === null ? () => {} : startProbes(pool, { everyMs: probeEveryMs, now })
  const seen = createSeenSlots(pool.sureTip)
  const gather = createAccountGatherer()
  const look = createLookGatherer()
  const socket = new RpcSocket({
    endpoints: providers,
    logger,
    silenceMs: SIGNATURE_SILENCE_MS,
    alive: 'pong',
  })
  return {
    genesisHash: () => pool.call('getGenesisHash', askChain),
    chains: () => askChains(pool),
    slot: () => pool.call('getSlot', (provider) => provider.ask(rpcCall('getSlot', AT), whole)),
    finalizedBlockHeight: () => pool.call('getBlockHeight', finalizedHeightOf),
    balances: async (owner, { atLeast = 0n } = {}) => {
      const known = seen.floor(owner)
      const floor = atLeast > known ? atLeast : known
      const balances = await pool.search('balances', async (provider) => {
        const answer = await readBalancesFrom(provider, owner, floor)
        return { answer, final: answer.slot >= floor, slot: answer.slot }
      })
      seen.note(owner, balances.slot)
      return balances
    },
    surveyBalances: (owner) => surveyBalances(pool, owner),
    holding: async (owner, mint) => {
      const floor = seen.floor(owner)
      const at = { commitment: COMMITMENT, ...(floor > 0n && { minContextSlot: Number(floor) }) } as const
      const asked = { owner, mint, at, level: 'other' } as const
      const holding = await pool.call('holding', (provider) => readHolding(provider, asked))
      seen.note(owner, holding.slot)
      return holding
    },
    finalizedHolding: createHoldingReader(pool),
    tokenAccounts: (owner) => pool.call('tokenAccounts', (provider) => readTokenAccounts(provider, owner)),
    latestBlockhash: () =>
      pool.call('getLatestBlockhash', async (provider) => {
        const tip = pool.sureTip()
        // A node may have fallen behind since it was last heard: a blockhash of it would be half used up.
        const at = tip === null ? AT : { ...AT, minContextSlot: Math.max(0, Number(tip) - MOST_SLOTS_BEHIND) }
        const { value } = await provider.ask(rpcCall('getLatestBlockhash', at), blockhashAnswer)
        return value
      }),
    signatureStatus: createStatusReader(pool),
    surveySignature: createSignatureSurvey(pool),
    walletChanges: async (signature, wallet) => {
      const changes = await pool.search('getTransaction', async (provider) => {
        const answer = await readWalletChanges(provider, signature, wallet, now)
        return { answer, final: answer !== null }
      })
      if (changes) seen.note(wallet, changes.slot)
      return changes
    },
    simulate: async (transaction, watch, simulation) => {
      // A blockhash unknown to one node may be known to the next; unknown to all is an answer.
      const from = (floor: bigint) =>
        pool.search('simulateTransaction', async (provider) => {
          const answer = await simulateOn(provider, gather, transaction, watch, { ...simulation, floor })
          return { answer, final: !answer.blockhashUnknown }
        })
      const floor = seen.floor(watch.wallet)
      try {
        return await from(floor)
      } catch (error) {
        // That no node has come so far makes the slot doubtful, not the nodes.
        if (floor === 0n || !allTooOld(error)) throw error
        return from(0n)
      }
    },
    onSignature: (signature, callback) => watchSignature(socket, signature, callback),
    accounts: (addresses, { avoid = [], atLeast = 0n, need } = {}) =>
      pool.search(
        'getMultipleAccounts',
        async (provider) => {
          const answer =
            need === 'second-look'
              ? await look(provider, addresses)
              : await readAccounts(provider, addresses, need === 'poll' ? 'poll' : 'other')
          const slots = [...answer.values()].map(({ slot }) => slot)
          if (slots.some((slot) => isFutureSlot(slot, pool.tip())))
            throw new Error('told of a slot far beyond the chain')
          const oldest = slots.reduce((least, slot) => (slot < least ? slot : least), slots[0] ?? atLeast)
          return { answer, final: oldest >= atLeast, slot: oldest }
        },
        avoid,
      ),
    ...createSender(pool),
    ...createPriorityFeeSource(pool, logger),
    healthyNodes: pool.healthy,
    tip: pool.tip,
    nodes: () => viewNodes(pool),
    close: async () => {
      endProbes()
      socket.close()
    },
  }
}

const watchSignature = (socket: RpcSocket, signature: string, callback: () => void): (() => void) => {
  let open = true
  const unsubscribe = socket.subscribe({
    subscribe: 'signatureSubscribe',
    unsubscribe: 'signatureUnsubscribe',
    params: [signature, { commitment: COMMITMENT }],
    onNotification: () => {
      if (!open) return
      open = false
      unsubscribe()
      callback()
    },
  })
  return () => {
    open = false
    unsubscribe()
  }
}
