import bs58 from 'bs58'
import type { LandedTransaction, TokenBalance } from '@/sandbox/chain/chain'
import type { InnerInstructions, ReturnData } from '@/sandbox/chain/chain-types'
import {
  parseTransaction,
  type WireInstruction,
  type WireTransaction,
} from '@/sandbox/chain/wire-transaction'
import { parsedInstruction } from './parse-instruction'
import type { Config } from './params'
import { invalidParams, versionNotSupported } from './rpc-error'
import { uiAmount } from './ui-amount'

type DecimalsOf = (mint: string) => number

/** A landed transaction as getTransaction answers it. Throws -32015 for a version the caller cannot read. */
export function encodeTransaction(
  landed: LandedTransaction,
  config: Config,
  decimalsOf: DecimalsOf,
): unknown {
  const transaction = parseTransaction(landed.wire)
  if (transaction.version === 0 && typeof config.maxSupportedTransactionVersion !== 'number') {
    throw versionNotSupported(0)
  }
  const parsed = config.encoding === 'jsonParsed'
  return {
    slot: Number(landed.slot),
    blockTime: landed.blockTime,
    ...(config.maxSupportedTransactionVersion !== undefined && { version: transaction.version }),
    meta: encodeMeta(landed, parsed, decimalsOf),
    transaction: encodeBody(landed, transaction, config.encoding, decimalsOf),
  }
}

function encodeBody(
  landed: LandedTransaction,
  transaction: WireTransaction,
  encoding: unknown,
  decimalsOf: DecimalsOf,
) {
  const { signatures } = transaction
  switch (encoding) {
    case 'base64':
      return [Buffer.from(landed.wire).toString('base64'), 'base64']
    case 'base58':
      return [bs58.encode(landed.wire), 'base58']
    case 'jsonParsed':
      return { signatures, message: parsedMessage(landed, transaction, decimalsOf) }
    case 'json':
    case undefined:
    case null:
      return { signatures, message: rawMessage(transaction) }
    default:
      throw invalidParams(`unsupported encoding: ${String(encoding)}. Use json, jsonParsed, base58 or base64`)
  }
}

function rawMessage({
  header,
  staticKeys,
  recentBlockhash,
  instructions,
  lookups,
  version,
}: WireTransaction) {
  return {
    header: {
      numRequiredSignatures: header.numRequiredSignatures,
      numReadonlySignedAccounts: header.numReadonlySigned,
      numReadonlyUnsignedAccounts: header.numReadonlyUnsigned,
    },
    accountKeys: staticKeys,
    recentBlockhash,
    instructions: instructions.map((instruction) => rawInstruction(instruction, 1)),
    ...(version === 0 && { addressTableLookups: encodedLookups(lookups) }),
  }
}

function parsedMessage(landed: LandedTransaction, transaction: WireTransaction, decimalsOf: DecimalsOf) {
  const addresses = landed.accountKeys.map((key) => key.address)
  return {
    accountKeys: landed.accountKeys.map(({ address, ...key }) => ({ pubkey: address, ...key })),
    recentBlockhash: transaction.recentBlockhash,
    instructions: transaction.instructions.map((one) =>
      parsedInstruction(resolve(one, addresses, 1), decimalsOf),
    ),
    ...(transaction.version === 0 && { addressTableLookups: encodedLookups(transaction.lookups) }),
  }
}

const encodedLookups = (lookups: WireTransaction['lookups']) =>
  lookups.map(({ table, writable, readonly }) => ({
    accountKey: table,
    writableIndexes: writable,
    readonlyIndexes: readonly,
  }))

const rawInstruction = ({ programIdIndex, accounts, data }: WireInstruction, stackHeight: number) => ({
  programIdIndex,
  accounts,
  data: bs58.encode(data),
  stackHeight,
})

const resolve = (
  { programIdIndex, accounts, data }: WireInstruction,
  addresses: string[],
  stackHeight: number,
) => ({
  programId: addresses[programIdIndex] ?? '',
  accounts: accounts.map((index) => addresses[index] ?? ''),
  data,
  stackHeight,
})

function encodeMeta(landed: LandedTransaction, parsed: boolean, decimalsOf: DecimalsOf) {
  const loaded = landed.accountKeys.filter((key) => key.source === 'lookupTable')
  const addressesOf = (writable: boolean) =>
    loaded.filter((key) => key.writable === writable).map((key) => key.address)
  return {
    err: landed.err,
    status: statusOf(landed.err),
    fee: Number(landed.fee),
    preBalances: landed.preBalances.map(Number),
    postBalances: landed.postBalances.map(Number),
    preTokenBalances: landed.preTokenBalances.map(encodeTokenBalance),
    postTokenBalances: landed.postTokenBalances.map(encodeTokenBalance),
    innerInstructions: encodeInner(
      landed.inner,
      landed.accountKeys.map((key) => key.address),
      parsed,
      decimalsOf,
    ),
    logMessages: landed.logs,
    rewards: [],
    ...(!parsed && { loadedAddresses: { writable: addressesOf(true), readonly: addressesOf(false) } }),
    ...(landed.returnData && { returnData: encodeReturnData(landed.returnData) }),
    computeUnitsConsumed: Number(landed.computeUnits),
  }
}

/** The older of the two forms of a result; nodes answer both. */
export const statusOf = (err: unknown) => (err === null ? { Ok: null } : { Err: err })

const encodeTokenBalance = ({ accountIndex, mint, owner, programId, amount, decimals }: TokenBalance) => ({
  accountIndex,
  mint,
  owner,
  programId,
  uiTokenAmount: uiAmount(amount, decimals),
})

export const encodeReturnData = ({ programId, data }: ReturnData) => ({
  programId,
  data: [Buffer.from(data).toString('base64'), 'base64'],
})

export function encodeInner(
  inner: InnerInstructions[],
  addresses: string[],
  parsed: boolean,
  decimalsOf: DecimalsOf,
): unknown {
  return inner.map(({ index, instructions }) => ({
    index,
    instructions: instructions.map((instruction) =>
      parsed
        ? parsedInstruction(resolve(instruction, addresses, instruction.stackHeight), decimalsOf)
        : rawInstruction(instruction, instruction.stackHeight),
    ),
  }))
}
