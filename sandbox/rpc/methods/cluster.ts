import { createHash } from 'node:crypto'
import bs58 from 'bs58'
import { SLOTS_PER_EPOCH } from '@/sandbox/chain/sysvars'
import { configAt, naturalAt } from '../params'
import type { RpcMethods } from '../rpc-call'
import { blockNotAvailable, unhealthy } from '../rpc-error'
import { API_VERSION, viewFor } from '../view'

// Above this many slots behind, a node calls itself unhealthy.
const HEALTH_CHECK_DISTANCE = 128n
const SANDBOX_VALIDATOR = bs58.encode(
  createHash('sha256').update('the one validator of the sandbox').digest(),
)

export const clusterMethods: RpcMethods = {
  getHealth(_params, { lag }) {
    if (lag > HEALTH_CHECK_DISTANCE) throw unhealthy(Number(lag))
    return 'ok'
  },
  getVersion: () => ({ 'solana-core': `${API_VERSION}-sandbox`, 'feature-set': 1 }),
  getGenesisHash: (_params, { chain }) => chain.genesisHash,
  getIdentity: () => ({ identity: SANDBOX_VALIDATOR }),
  getSlot: (params, { chain, lag }) => Number(viewFor(chain, lag, configAt(params, 0)).slot),
  getBlockHeight: (params, { chain, lag }) => Number(viewFor(chain, lag, configAt(params, 0)).height),
  getSlotLeader: () => SANDBOX_VALIDATOR,
  getTransactionCount: (_params, { chain }) => chain.transactionCount,
  getFirstAvailableBlock: (_params, { chain }) => Number(chain.blockhashes.at(0n).slot),
  minimumLedgerSlot: (_params, { chain }) => Number(chain.blockhashes.at(0n).slot),
  getEpochInfo(params, { chain, lag }) {
    const { slot, height } = viewFor(chain, lag, configAt(params, 0))
    return {
      absoluteSlot: Number(slot),
      blockHeight: Number(height),
      epoch: Number(slot / SLOTS_PER_EPOCH),
      slotIndex: Number(slot % SLOTS_PER_EPOCH),
      slotsInEpoch: Number(SLOTS_PER_EPOCH),
      transactionCount: chain.transactionCount,
    }
  },
  getBlockTime(params, { chain }) {
    const slot = naturalAt(params, 0)
    const block = chain.blockhashes.inSlot(slot)
    if (!block) throw blockNotAvailable(slot)
    return block.time
  },
}
