import {
  type AddressAndAccount,
  FailedTransactionMetadata,
  type TransactionMetadata,
} from 'litesvm/dist/internal.js'
import { accountKeysOf } from './account-keys'
import type { AccountStore } from './account-store'
import { encodeAddress } from './addresses'
import type {
  ChainAccount,
  InnerInstructions,
  LandedTransaction,
  ReturnData,
  SimulationResult,
} from './chain-types'
import { computeBudgetOf, transactionFee } from './compute-budget'
import { toChainAccount } from './svm'
import { toRpcError } from './transaction-error'
import type { WireTransaction } from './wire-transaction'

export type Written = { address: string; account: ChainAccount | null }
export type Execution =
  | { landed: LandedTransaction; written: Written[] }
  /** It was refused before it could pay, so it leaves no trace. */
  | { refused: unknown; logs: string[] }

export function executeTransaction(
  accounts: AccountStore,
  transaction: WireTransaction,
  at: { slot: bigint; blockTime: number; operator: boolean },
): Execution {
  const keys = accountKeysOf(transaction, (address) => accounts.get(address))
  if (!keys) return { refused: 'InvalidAddressLookupTableIndex', logs: [] }
  const before = keys.map(({ address, writable }) =>
    writable ? accounts.get(address) : accounts.glance(address),
  )

  const result = accounts.svm.sendVersionedTransaction(transaction.wire)
  const failed = result instanceof FailedTransactionMetadata
  const meta = failed ? result.meta() : result
  const err = failed ? toRpcError(result.err()) : null
  if (typeof err === 'string') return { refused: err, logs: meta.logs() }

  const isWritten = (index: number) => (failed ? index === 0 : keys[index]?.writable === true)
  const after = keys.map(({ address }, index) =>
    isWritten(index) ? accounts.wrote(address, before[index] ?? null, at.slot) : (before[index] ?? null),
  )
  const pre = accounts.balances(before)
  const post = accounts.balances(after)
  const landed: LandedTransaction = {
    signature: transaction.signatures[0] ?? '',
    ...at,
    wire: transaction.wire,
    err,
    fee: transactionFee(transaction),
    computeUnits: meta.computeUnitsConsumed(),
    computeUnitPrice: computeBudgetOf(transaction).price,
    logs: meta.logs(),
    accountKeys: keys,
    preBalances: pre.lamports,
    postBalances: post.lamports,
    preTokenBalances: pre.tokens,
    postTokenBalances: post.tokens,
    inner: innerOf(meta),
    returnData: returnDataOf(meta),
  }
  const written = keys.flatMap(({ address }, index) =>
    isWritten(index) ? [{ address, account: after[index] ?? null }] : [],
  )
  return { landed, written }
}

export function simulateTransaction(
  accounts: AccountStore,
  transaction: WireTransaction,
  sigVerify: boolean,
): SimulationResult {
  accounts.svm.setSigverify(sigVerify)
  try {
    const result = accounts.svm.simulateVersionedTransaction(transaction.wire)
    const failed = result instanceof FailedTransactionMetadata
    const meta = result.meta()
    return {
      err: failed ? toRpcError(result.err()) : null,
      logs: meta.logs(),
      unitsConsumed: meta.computeUnitsConsumed(),
      returnData: returnDataOf(meta),
      inner: () => innerOf(meta),
      accounts: () => new Map(failed ? [] : result.postAccounts().map(named)),
    }
  } finally {
    accounts.svm.setSigverify(true)
  }
}

export const refusedSimulation = (err: string): SimulationResult => ({
  err,
  logs: [],
  unitsConsumed: 0n,
  returnData: null,
  inner: () => [],
  accounts: () => new Map(),
})

const named = (entry: AddressAndAccount): [string, ChainAccount] => [
  encodeAddress(entry.address),
  toChainAccount(entry.account()),
]

function innerOf(meta: TransactionMetadata): InnerInstructions[] {
  return meta.innerInstructions().flatMap((group, index) => {
    if (group.length === 0) return []
    const instructions = group.map((entry) => {
      const instruction = entry.instruction()
      return {
        programIdIndex: instruction.programIdIndex(),
        accounts: [...instruction.accounts()],
        data: instruction.data(),
        stackHeight: entry.stackHeight(),
      }
    })
    return [{ index, instructions }]
  })
}

function returnDataOf(meta: TransactionMetadata): ReturnData | null {
  const returned = meta.returnData()
  const data = returned.data()
  return data.length > 0 ? { programId: encodeAddress(returned.programId()), data } : null
}
