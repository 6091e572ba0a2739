import { MalformedTransactionError, parseTransaction } from '@/sandbox/chain/wire-transaction'
import { airdrop } from '../airdrop'
import { encodeSimulation } from '../encode-simulation'
import { describeTransactionError } from '../error-text'
import { addressAt, type Config, configAt, decodeBytes, naturalAt, textAt } from '../params'
import type { RpcCall, RpcMethods } from '../rpc-call'
import { invalidParams, preflightFailure, signatureFailure } from '../rpc-error'
import { checkedView, commitmentOf, viewFor, withContext } from '../view'

export const sendingMethods: RpcMethods = {
  requestAirdrop: (params, { chain }) => airdrop(chain, addressAt(params, 0), naturalAt(params, 1)),
  sendTransaction(params, call) {
    const config = configAt(params, 1)
    const { wire, signature } = transactionAt(params, config)
    if (config.skipPreflight === true) {
      checkedView(call.chain, call.lag, 'processed', config.minContextSlot)
    } else {
      preflight(wire, config, call)
    }
    // Lost on its way to the leader: the node has answered and knows nothing of it.
    if (call.strike('drop_transactions')) return signature
    return call.chain.submit(wire)
  },
  simulateTransaction(params, { chain, lag }) {
    const config = configAt(params, 1)
    const { wire } = transactionAt(params, config)
    const sigVerify = config.sigVerify === true
    const replaceBlockhash = config.replaceRecentBlockhash === true
    if (sigVerify && replaceBlockhash) {
      throw invalidParams('sigVerify may not be used with replaceRecentBlockhash')
    }
    const view = viewFor(chain, lag, config)
    const result = chain.simulate(wire, { sigVerify, replaceBlockhash, slot: view.slot })
    if (result.err === 'SignatureFailure') throw signatureFailure()
    return withContext(view, encodeSimulation(chain, wire, result, config))
  },
}

/**
 * As a node does before it forwards: at `preflightCommitment`, finalized when left out, so a blockhash younger
 * than that is not found. Only the blockhash is judged at that age; accounts are always the newest ones.
 */
function preflight(wire: Uint8Array, config: Config, { chain, lag }: RpcCall): void {
  const commitment = commitmentOf(config.preflightCommitment)
  const { slot } = checkedView(chain, lag, commitment, config.minContextSlot)
  const result = chain.simulate(wire, { sigVerify: true, slot })
  if (result.err === null) return
  if (result.err === 'SignatureFailure') throw signatureFailure()
  const message = `Transaction simulation failed: ${describeTransactionError(result.err)}`
  throw preflightFailure(message, encodeSimulation(chain, wire, result, {}))
}

function transactionAt(params: unknown[], config: Config): { wire: Uint8Array; signature: string } {
  const wire = decodeBytes(textAt(params, 0), config.encoding)
  try {
    return { wire, signature: parseTransaction(wire).signatures[0] ?? '' }
  } catch (error) {
    if (!(error instanceof MalformedTransactionError)) throw error
    throw invalidParams(
      `failed to deserialize solana_transaction::versioned::VersionedTransaction: ${error.message}`,
    )
  }
}
