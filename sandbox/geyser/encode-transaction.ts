import bs58 from 'bs58'
import type { geyser } from 'laserstream-core-proto-js'
import { decodeAddress } from '@/sandbox/chain/addresses'
import type { LandedTransaction, TokenBalance } from '@/sandbox/chain/chain'
import { parseTransaction, type WireTransaction } from '@/sandbox/chain/wire-transaction'
import { uiAmount } from '@/sandbox/rpc/ui-amount'
import { encodeTransactionError } from './error-bytes'
import { long } from './messages'

type Info = geyser.ISubscribeUpdateTransactionInfo

/** `index` is the transaction's place in its block. */
export function encodeTransactionInfo(landed: LandedTransaction, index: number): Info {
  const transaction = parseTransaction(landed.wire)
  return {
    signature: bs58.decode(landed.signature),
    isVote: false,
    index,
    transaction: {
      signatures: transaction.signatures.map((signature) => bs58.decode(signature)),
      message: messageOf(transaction),
    },
    meta: metaOf(landed),
  }
}

function messageOf({ header, ...message }: WireTransaction) {
  return {
    header: {
      numRequiredSignatures: header.numRequiredSignatures,
      numReadonlySignedAccounts: header.numReadonlySigned,
      numReadonlyUnsignedAccounts: header.numReadonlyUnsigned,
    },
    accountKeys: message.staticKeys.map(decodeAddress),
    recentBlockhash: bs58.decode(message.recentBlockhash),
    instructions: message.instructions.map(({ programIdIndex, accounts, data }) => ({
      programIdIndex,
      accounts: Uint8Array.from(accounts),
      data,
    })),
    versioned: message.version !== 'legacy',
    addressTableLookups: message.lookups.map(({ table, writable, readonly }) => ({
      accountKey: decodeAddress(table),
      writableIndexes: Uint8Array.from(writable),
      readonlyIndexes: Uint8Array.from(readonly),
    })),
  }
}

function metaOf(landed: LandedTransaction): Info['meta'] {
  const loaded = (writable: boolean) =>
    landed.accountKeys
      .filter((key) => key.source === 'lookupTable' && key.writable === writable)
      .map((key) => decodeAddress(key.address))
  return {
    ...(landed.err !== null && { err: { err: encodeTransactionError(landed.err) } }),
    fee: long(landed.fee),
    preBalances: landed.preBalances.map(long),
    postBalances: landed.postBalances.map(long),
    innerInstructions: landed.inner.map(({ index, instructions }) => ({
      index,
      instructions: instructions.map(({ accounts, ...instruction }) => ({
        ...instruction,
        accounts: Uint8Array.from(accounts),
      })),
    })),
    innerInstructionsNone: false,
    logMessages: landed.logs,
    logMessagesNone: false,
    preTokenBalances: landed.preTokenBalances.map(balanceOf),
    postTokenBalances: landed.postTokenBalances.map(balanceOf),
    loadedWritableAddresses: loaded(true),
    loadedReadonlyAddresses: loaded(false),
    returnDataNone: landed.returnData === null,
    ...(landed.returnData && {
      returnData: {
        programId: decodeAddress(landed.returnData.programId),
        data: landed.returnData.data,
      },
    }),
    computeUnitsConsumed: long(landed.computeUnits),
  }
}

function balanceOf({ accountIndex, mint, owner, programId, amount, decimals }: TokenBalance) {
  const shown = uiAmount(amount, decimals)
  return {
    accountIndex,
    mint,
    owner,
    programId,
    uiTokenAmount: { ...shown, uiAmount: shown.uiAmount ?? 0 },
  }
}
