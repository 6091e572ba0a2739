import type { Chain, Commitment, LandedTransaction } from '@/sandbox/chain/chain'
import { COMMITMENT_DEPTH, confirmationOf } from '@/sandbox/chain/confirmation'
import { encodeTransaction, statusOf } from '../encode-transaction'
import { addressAt, type Config, configAt, natural, signatureOf } from '../params'
import type { RpcCall, RpcMethods } from '../rpc-call'
import { invalidParams } from '../rpc-error'
import { checkedView, commitmentOf, viewAt, withContext } from '../view'

const MAX_STATUSES = 256
const MAX_SIGNATURES = 1_000
/** Slots a node keeps statuses in memory; older ones need `searchTransactionHistory`. */
const RECENT_STATUS_SLOTS = 300n

export const historyMethods: RpcMethods = {
  getSignatureStatuses(params, call) {
    const signatures = params[0]
    if (!Array.isArray(signatures)) throw invalidParams('Invalid params: parameter 1 must be a list')
    if (signatures.length > MAX_STATUSES) throw invalidParams(`Too many inputs provided; max ${MAX_STATUSES}`)
    const wholeHistory = configAt(params, 1).searchTransactionHistory === true
    const view = viewAt(call.chain, call.lag, 'processed')
    const statuses = signatures.map(signatureOf).map((signature) => {
      const landed = visible(signature, call)
      const status = landed && confirmationOf(landed, view.slot)
      if (!status || (!wholeHistory && view.slot - status.slot > RECENT_STATUS_SLOTS)) return null
      return { ...status, slot: Number(status.slot), status: statusOf(status.err) }
    })
    return withContext(view, statuses)
  },
  getTransaction(params, call) {
    const config: Config = typeof params[1] === 'string' ? { encoding: params[1] } : configAt(params, 1)
    const landed = visible(signatureOf(params[0]), call)
    if (!landed || !reached(landed, call, historyCommitment(config))) return null
    return encodeTransaction(landed, config, (mint) => call.chain.accounts.decimalsOf(mint))
  },
  getSignaturesForAddress(params, call) {
    const config = configAt(params, 1)
    const limit = config.limit === undefined ? MAX_SIGNATURES : Number(natural(config.limit, 'limit'))
    if (limit < 1 || limit > MAX_SIGNATURES) throw invalidParams(`Invalid limit; max ${MAX_SIGNATURES}`)
    const commitment = historyCommitment(config)
    checkedView(call.chain, call.lag, commitment, config.minContextSlot)
    const all = call.chain.signaturesFor(addressAt(params, 0))
    return between(all, config)
      .flatMap((signature) => visible(signature, call) ?? [])
      .filter((landed) => reached(landed, call, commitment))
      .slice(0, limit)
      .map((landed) => ({
        signature: landed.signature,
        slot: Number(landed.slot),
        err: landed.err,
        memo: null,
        blockTime: landed.blockTime,
        confirmationStatus: confirmationOf(landed, tipOf(call.chain, call.lag))?.confirmationStatus,
      }))
  },
}

/** Null while the fault `hide_status` covers it on this provider. */
function visible(signature: string, { chain, provider, veil }: RpcCall): LandedTransaction | null {
  return veil.hides(provider, signature) ? null : chain.transaction(signature)
}

function historyCommitment(config: Config): Commitment {
  const commitment = commitmentOf(config.commitment)
  if (commitment === 'processed') throw invalidParams('Method does not support commitment below `confirmed`')
  return commitment
}

const tipOf = (chain: Chain, lag: bigint) => viewAt(chain, lag, 'processed').slot

const reached = (landed: LandedTransaction, { chain, lag }: RpcCall, commitment: Commitment) =>
  tipOf(chain, lag) - landed.slot >= COMMITMENT_DEPTH[commitment]

/** From newest: what is older than `before` and newer than `until`. */
function between(signatures: string[], { before, until }: Config): string[] {
  const start = before === undefined || before === null ? 0 : signatures.indexOf(signatureOf(before)) + 1
  if (start === 0 && before !== undefined && before !== null) return []
  const end = until === undefined || until === null ? -1 : signatures.indexOf(signatureOf(until))
  return signatures.slice(start, end === -1 ? undefined : end)
}
