import { SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import type { AccountChange } from '@/sandbox/chain/chain'
import { COMMITMENT_DEPTH } from '@/sandbox/chain/confirmation'
import { accountFilter } from '../account-filters'
import { encodeAccount } from '../encode-account'
import { addressAt, checkedAddress, type Config, configAt, isRecord, signatureOf } from '../params'
import type { Provider } from '../provider'
import { invalidParams } from '../rpc-error'
import { commitmentOf } from '../view'
import type { AccountFeed } from './account-feed'
import type { TransactionFeed } from './transaction-feed'

export type Feeds = { provider: Provider; accounts: AccountFeed; transactions: TransactionFeed }
/** Sends one notification; `last` ends the subscription, as for signatures. */
export type Push = (result: unknown, last?: 'last') => void
/** Answers how to stop it. Throws RpcError for wrong parameters. */
type Subscribe = (params: unknown[], push: Push, feeds: Feeds) => () => void

const CLOSED = { lamports: 0n, owner: SYSTEM_PROGRAM, data: new Uint8Array(), executable: false }

const accountSubscribe: Subscribe = (params, push, { accounts, provider }) => {
  const config = configAt(params, 1)
  return accounts.watchAddress(addressAt(params, 0), commitmentOf(config.commitment), (change) =>
    push(inContext(change.slot, shown(change, config, provider))),
  )
}

const programSubscribe: Subscribe = (params, push, { accounts, provider }) => {
  const config = configAt(params, 1)
  const wanted = accountFilter(config.filters)
  return accounts.watchOwner(addressAt(params, 0), commitmentOf(config.commitment), (change) => {
    if (!change.account || !wanted(change.account)) return
    push(inContext(change.slot, { pubkey: change.address, account: shown(change, config, provider) }))
  })
}

const logsSubscribe: Subscribe = (params, push, { transactions }) => {
  const mentioned = mentionedBy(params[0])
  return transactions.watch(commitmentOf(configAt(params, 1).commitment), (landed) => {
    if (mentioned && !landed.accountKeys.some((key) => key.address === mentioned)) return
    push(inContext(landed.slot, { signature: landed.signature, err: landed.err, logs: landed.logs }))
  })
}

const slotSubscribe: Subscribe = (_params, push, { provider }) =>
  onSlot(provider, (tip) =>
    push({ slot: Number(tip), parent: Number(tip - 1n), root: Number(tip - COMMITMENT_DEPTH.finalized) }),
  )

const rootSubscribe: Subscribe = (_params, push, { provider }) =>
  onSlot(provider, (tip) => push(Number(tip - COMMITMENT_DEPTH.finalized)))

const signatureSubscribe: Subscribe = (params, push, { provider }) => {
  const signature = signatureOf(params[0])
  const config = configAt(params, 1)
  const depth = COMMITMENT_DEPTH[commitmentOf(config.commitment)]
  let announced = config.enableReceivedNotification !== true
  const check = () => {
    const landed = provider.veil.hides(provider.name, signature)
      ? null
      : provider.chain.transaction(signature)
    const tip = provider.chain.slot - provider.lag
    if (!landed || tip < landed.slot) return
    if (!announced) {
      announced = true
      push(inContext(tip, 'receivedSignature'))
    }
    if (tip - landed.slot >= depth) push(inContext(tip, { err: landed.err }), 'last')
  }
  const onTransaction = (landed: { signature: string }) => landed.signature === signature && check()
  // The veil notes a transaction in an earlier listener of the same event, so it is asked in time.
  provider.chain.on('transaction', onTransaction)
  provider.chain.on('slot', check)
  check()
  return () => {
    provider.chain.off('transaction', onTransaction)
    provider.chain.off('slot', check)
  }
}

export const SUBSCRIPTIONS: Record<string, Subscribe> = {
  account: accountSubscribe,
  program: programSubscribe,
  logs: logsSubscribe,
  slot: slotSubscribe,
  root: rootSubscribe,
  signature: signatureSubscribe,
}

function onSlot(provider: Provider, tell: (tip: bigint) => void): () => void {
  const listener = () => tell(provider.chain.slot - provider.lag)
  provider.chain.on('slot', listener)
  return () => provider.chain.off('slot', listener)
}

function mentionedBy(filter: unknown): string | null {
  if (filter === 'all' || filter === 'allWithVotes') return null
  if (isRecord(filter) && Array.isArray(filter.mentions)) {
    if (filter.mentions.length !== 1) throw invalidParams('Invalid Request: Only 1 address supported')
    return checkedAddress(filter.mentions[0])
  }
  throw invalidParams('Invalid params: the filter is "all", "allWithVotes" or { mentions: [address] }')
}

const shown = ({ address, account }: AccountChange, config: Config, provider: Provider) =>
  encodeAccount(account ? provider.told(address, account, 'streamed') : CLOSED, config, (mint) =>
    provider.chain.accounts.decimalsOf(mint),
  )

const inContext = (slot: bigint, value: unknown) => ({ context: { slot: Number(slot) }, value })
