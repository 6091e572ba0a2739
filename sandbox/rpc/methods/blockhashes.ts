import { randomBytes } from 'node:crypto'
import bs58 from 'bs58'
import { BLOCKHASH_LIFETIME } from '@/sandbox/chain/blockhash-window'
import { transactionFee } from '@/sandbox/chain/compute-budget'
import { MalformedTransactionError, parseMessageBytes } from '@/sandbox/chain/wire-transaction'
import { configAt, decodeBytes, textAt } from '../params'
import type { RpcMethods } from '../rpc-call'
import { invalidParams } from '../rpc-error'
import { viewFor, withContext } from '../view'

export const blockhashMethods: RpcMethods = {
  getLatestBlockhash(params, { chain, lag, strike }) {
    const view = viewFor(chain, lag, configAt(params, 0))
    if (strike('stale_blockhash')) {
      const old = { blockhash: bs58.encode(randomBytes(32)), height: view.height - BLOCKHASH_LIFETIME - 1n }
      return withContext(view, answerOf(old))
    }
    return withContext(view, answerOf(chain.blockhashes.at(view.slot)))
  },
  isBlockhashValid(params, { chain, lag }) {
    const view = viewFor(chain, lag, configAt(params, 1))
    return withContext(view, chain.blockhashes.isValid(textAt(params, 0), view.height))
  },
  getFeeForMessage(params, { chain, lag }) {
    const view = viewFor(chain, lag, configAt(params, 1))
    const message = messageOf(textAt(params, 0))
    const valid = chain.blockhashes.isValid(message.recentBlockhash, view.height)
    return withContext(view, valid ? Number(transactionFee(message)) : null)
  },
}

const answerOf = ({ blockhash, height }: { blockhash: string; height: bigint }) => ({
  blockhash,
  lastValidBlockHeight: Number(height + BLOCKHASH_LIFETIME),
})

function messageOf(text: string) {
  try {
    return parseMessageBytes(decodeBytes(text, 'base64'))
  } catch (error) {
    if (error instanceof MalformedTransactionError) throw invalidParams(error.message)
    throw error
  }
}
