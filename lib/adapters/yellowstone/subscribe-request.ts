import { CommitmentLevel, type SubscribeRequest } from './messages'

const NOTHING: SubscribeRequest = {
  accounts: {},
  slots: {},
  transactions: {},
  transactionsStatus: {},
  blocks: {},
  blocksMeta: {},
  entry: {},
  accountsDataSlice: [],
}

/**
 * Every slot and these accounts at `processed`. A filter without addresses would ask for every account of the chain,
 * so without any there is no filter.
 */
export const subscribeRequest = (
  addresses: readonly string[],
  fromSlot: bigint | null,
): SubscribeRequest => ({
  ...NOTHING,
  accounts: addresses.length > 0 ? { watched: { account: [...addresses], owner: [], filters: [] } } : {},
  slots: { slots: { filterByCommitment: true } },
  commitment: CommitmentLevel.PROCESSED,
  ...(fromSlot === null ? {} : { fromSlot: fromSlot.toString() }),
})

/** A message with a ping changes no subscription. */
export const pingRequest = (id: number): SubscribeRequest => ({ ...NOTHING, ping: { id } })
