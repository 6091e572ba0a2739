import bs58 from 'bs58'
import { decodeAddress, SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import type { AccountChange, Block, ChainAccount, Commitment, LandedTransaction } from '@/sandbox/chain/chain'
import { encodeTransactionInfo } from './encode-transaction'
import { encodeTransactionError } from './error-bytes'
import { encodeUpdate, long, messages } from './messages'

const CLOSED: ChainAccount = {
  lamports: 0n,
  owner: SYSTEM_PROGRAM,
  data: new Uint8Array(),
  executable: false,
}
const NEVER_RENT = (1n << 64n) - 1n

/** An account as this stream tells it, which a fault may have spoiled. */
export function encodeAccount(change: AccountChange, told: ChainAccount | null): Uint8Array {
  const { lamports, owner, data, executable } = told ?? CLOSED
  return encodeUpdate({
    account: {
      slot: long(change.slot),
      isStartup: false,
      account: {
        pubkey: decodeAddress(change.address),
        lamports: long(lamports),
        owner: decodeAddress(owner),
        executable,
        rentEpoch: long(NEVER_RENT),
        data,
        writeVersion: long(change.writeVersion),
        ...(change.signature !== null && { txnSignature: bs58.decode(change.signature) }),
      },
    },
  })
}

const SLOT_STATUS: Record<Commitment, number> = {
  processed: messages.SlotStatus.SLOT_PROCESSED,
  confirmed: messages.SlotStatus.SLOT_CONFIRMED,
  finalized: messages.SlotStatus.SLOT_FINALIZED,
}

export const encodeSlot = (slot: bigint, status: Commitment): Uint8Array =>
  encodeUpdate({ slot: { slot: long(slot), parent: long(slot - 1n), status: SLOT_STATUS[status] } })

export const encodeBlock = (block: Block, parentHash: string): Uint8Array =>
  encodeUpdate({
    blockMeta: {
      slot: long(block.slot),
      blockhash: block.blockhash,
      blockTime: { timestamp: block.time },
      blockHeight: { blockHeight: long(block.height) },
      parentSlot: long(block.parentSlot),
      parentBlockhash: parentHash,
      executedTransactionCount: block.transactions.length,
      entriesCount: 1,
    },
  })

export const encodeLanded = (landed: LandedTransaction, index: number): Uint8Array =>
  encodeUpdate({
    transaction: { slot: long(landed.slot), transaction: encodeTransactionInfo(landed, index) },
  })

export const encodeStatus = (landed: LandedTransaction, index: number): Uint8Array =>
  encodeUpdate({
    transactionStatus: {
      slot: long(landed.slot),
      signature: bs58.decode(landed.signature),
      isVote: false,
      index,
      ...(landed.err !== null && { err: { err: encodeTransactionError(landed.err) } }),
    },
  })
