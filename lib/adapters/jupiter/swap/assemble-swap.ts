import type { Instruction, SwapInstructionsResponse } from '@jup-ag/api/dist/index.mjs'
import {
  AddressLookupTableAccount,
  ComputeBudgetProgram,
  PublicKey,
  SystemProgram,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { u64At } from '@/lib/domain/execution/little-endian'
import { feeFor, MOST_UNITS, type PriorityFee, unitLimit } from '@/lib/domain/execution/priority-fee'
import { COMPUTE_BUDGET_PROGRAM } from '@/lib/domain/execution/program-addresses'
import type { Tip } from '@/lib/domain/execution/landing-path'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { isAppError } from '@/lib/errors'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { ChainReader } from '@/lib/ports/chain'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import { unusableAnswer } from '../errors'
import { instructionOf, readTables, whereItFits } from './swap-instructions'

/** What is read and simulated for transactions that we build ourselves. */
export type AssemblyDeps = { reader: AccountReader; chain: Pick<ChainReader, 'simulate' | 'latestBlockhash'> }

export type SwapToAssemble = {
  wallet: string
  inputMint: string
  tip: Tip
  /** Without one Jupiter's own estimate counts, within `maxPriorityFeeLamports`. */
  fee: PriorityFee | null
  maxPriorityFeeLamports: bigint
  instructions: SwapInstructionsResponse
}

export type Assembled = Required<
  Pick<PreparedSwap, 'transaction' | 'expiry' | 'reference' | 'tip' | 'priorityLamports'>
>

/**
 * A transaction of Jupiter's instructions with a compute budget and a tip of ours: the budget first, the tip last. The
 * limit is what a simulation used and a fifth more. Null where it does not fit into a packet, would fail (a wallet
 * that cannot pay the tip must still get out) or cannot be built for want of a node.
 */
export const assembleSwap = async (
  { reader, chain }: AssemblyDeps,
  swap: SwapToAssemble,
): Promise<Assembled | null> => {
  const { wallet, tip, inputMint } = swap
  const known = await unlessUnanswered(
    Promise.all([readTables(reader, swap.instructions.addressLookupTableAddresses), chain.latestBlockhash()]),
  )
  if (!known) return null
  const [tables, expiry] = known
  const usable = tables.map((table) => withoutEntry(table, new PublicKey(tip.account)))
  const inner = innerInstructions(swap)
  const fee = besideTip(swap.fee ?? estimateOf(swap), tip)
  const build = (units: bigint): Uint8Array | null =>
    whereItFits(() => compile(wallet, expiry.blockhash, budgeted(inner, units, fee), usable))

  const unbound = build(MOST_UNITS)
  if (!unbound) return null
  const units = await usedUnits(chain, unbound, wallet, inputMint === USDC_MINT)
  if (units === null) return null
  const transaction = units === MOST_UNITS ? unbound : build(units)
  return (
    transaction && {
      ...{ transaction, expiry, reference: null, tip },
      priorityLamports: feeFor(fee, units).lamports,
    }
  )
}

/** Null where it fails; the most there is where nobody runs it: what is built is rehearsed once more anyway. */
const usedUnits = async (
  chain: AssemblyDeps['chain'],
  transaction: Uint8Array,
  wallet: string,
  entry: boolean,
): Promise<bigint | null> => {
  const options = { replaceBlockhash: true, entry }
  const simulation = await unlessUnanswered(chain.simulate(transaction, { wallet, mints: [] }, options))
  if (simulation === null) return MOST_UNITS
  if (simulation.error !== null) return null
  return simulation.computeUnits === null ? MOST_UNITS : unitLimit(simulation.computeUnits)
}

/** Null where no node answers: Jupiter needs none to build its own transaction. */
const unlessUnanswered = async <T>(question: Promise<T>): Promise<T | null> => {
  try {
    return await question
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

const innerInstructions = ({ wallet, tip, instructions }: SwapToAssemble): TransactionInstruction[] => {
  const { setupInstructions, swapInstruction, cleanupInstruction } = instructions
  return read(() => [
    ...[...setupInstructions, swapInstruction, ...(cleanupInstruction ? [cleanupInstruction] : [])].map(
      instructionOf,
    ),
    SystemProgram.transfer({
      fromPubkey: new PublicKey(wallet),
      toPubkey: new PublicKey(tip.account),
      lamports: tip.lamports,
    }),
  ])
}

/** Who lands it must see whom it tips without reading tables. An entry's place must stay, so another stands in it. */
const withoutEntry = (
  { key, state }: AddressLookupTableAccount,
  address: PublicKey,
): AddressLookupTableAccount => {
  const addresses = state.addresses.map((entry) => (entry.equals(address) ? key : entry))
  return new AddressLookupTableAccount({ key, state: { ...state, addresses } })
}

type Fee = Pick<PriorityFee, 'wishedMicroLamports' | 'mostLamports'>

/** Fee and tip together keep to what a trade may cost. */
const besideTip = (fee: Fee, tip: Tip): Fee => ({
  ...fee,
  mostLamports: fee.mostLamports > tip.lamports ? fee.mostLamports - tip.lamports : 0n,
})

const budgeted = (
  inner: readonly TransactionInstruction[],
  units: bigint,
  fee: Fee,
): TransactionInstruction[] => [
  ComputeBudgetProgram.setComputeUnitLimit({ units: Number(units) }),
  ComputeBudgetProgram.setComputeUnitPrice({ microLamports: feeFor(fee, units).microLamports }),
  ...inner,
]

const compile = (
  wallet: string,
  blockhash: string,
  instructions: TransactionInstruction[],
  tables: AddressLookupTableAccount[],
): Uint8Array => {
  const payerKey = new PublicKey(wallet)
  const message = new TransactionMessage({ payerKey, recentBlockhash: blockhash, instructions })
  return new VersionedTransaction(message.compileToV0Message(tables)).serialize()
}

/** The price per unit among Jupiter's own compute budget instructions. */
const estimateOf = ({ instructions, maxPriorityFeeLamports }: SwapToAssemble): Fee => {
  const prices = read(() => instructions.computeBudgetInstructions.map(priceOf))
  const wishedMicroLamports = prices.find((price) => price !== null) ?? 0n
  return { wishedMicroLamports, mostLamports: maxPriorityFeeLamports }
}

const SET_PRICE = 3

const priceOf = ({ programId, data }: Instruction): bigint | null => {
  const bytes = Buffer.from(data, 'base64')
  return programId === COMPUTE_BUDGET_PROGRAM && bytes[0] === SET_PRICE ? u64At(bytes, 1) : null
}

/** The SDK checks nothing of what it reads. */
const read = <T>(parse: () => T): T => {
  try {
    return parse()
  } catch (cause) {
    throw unusableAnswer('gave instructions that cannot be read', cause)
  }
}
