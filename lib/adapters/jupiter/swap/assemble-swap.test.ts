import { ComputeBudgetProgram, Keypair, PublicKey, SystemProgram } from '@solana/web3.js'
import { expect, it } from 'vitest'
import { decodeTransaction } from '@/lib/adapters/solana-transactions/decode-transaction'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { networkFee } from '@/lib/domain/execution/compute-budget'
import { JUPITER_PROGRAM } from '@/lib/domain/execution/program-addresses'
import { AppError } from '@/lib/errors'
import type { Simulation } from '@/lib/ports/chain'
import { readTransaction } from '../../wire/wire-transaction'
import { assembleSwap, type AssemblyDeps, type SwapToAssemble } from './assemble-swap'

const wallet = Keypair.generate().publicKey.toBase58()
const table = Keypair.generate().publicKey
const pools = Array.from({ length: 20 }, () => Keypair.generate().publicKey)
const tip = { path: 'sender', account: SENDER_TIP_ACCOUNTS[3]!, lamports: 1_000_000n } as const
const expiry = { blockhash: Keypair.generate().publicKey.toBase58(), lastValidBlockHeight: 7n }

/** A table as it lies on chain: 56 bytes of head, then addresses. */
const tableData = (addresses: PublicKey[]): Uint8Array => {
  const head = Buffer.alloc(56)
  head.writeUInt32LE(1, 0)
  head.fill(0xff, 4, 12)
  return new Uint8Array(Buffer.concat([head, ...addresses.map((address) => address.toBuffer())]))
}
const held = [...pools.slice(0, 18), new PublicKey(tip.account), new PublicKey(JITO_TIP_ACCOUNTS[0]!)]

const world = (simulated: Partial<Simulation> | Error, tables = true): AssemblyDeps => ({
  reader: {
    accounts: async () =>
      new Map(
        tables
          ? [
              [
                table.toBase58(),
                {
                  data: tableData(held),
                  lamports: 1n,
                  slot: 1n,
                  owner: 'AddressLookupTab1e1111111111111111111111111',
                },
              ],
            ]
          : [],
      ) as never,
  },
  chain: {
    latestBlockhash: async () => expiry,
    simulate: async (_, __, options) => {
      expect(options).toMatchObject({ replaceBlockhash: true })
      if (simulated instanceof Error) throw simulated
      return { error: null, computeUnits: null, ...simulated } as Simulation
    },
  },
})
const instruction = (programId: string, accounts: PublicKey[], data: Uint8Array) => ({
  programId,
  accounts: accounts.map((key) => ({ pubkey: key.toBase58(), isSigner: false, isWritable: true })),
  data: Buffer.from(data).toString('base64'),
})
const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 50_000 })
const swap = (more: Partial<SwapToAssemble> = {}, accounts = pools.slice(0, 12)): SwapToAssemble => ({
  ...{ wallet, inputMint: 'mint', tip, maxPriorityFeeLamports: 2_000_000n },
  fee: {
    ...{ tier: 'HIGH', microLamports: 1n, lamports: 1n },
    ...{ wishedMicroLamports: 200_000n, mostLamports: 2_000_000n },
  },
  instructions: {
    otherInstructions: [],
    computeBudgetInstructions: [instruction(price.programId.toBase58(), [], price.data)],
    setupInstructions: [],
    swapInstruction: instruction(JUPITER_PROGRAM, accounts, new Uint8Array([1, 2, 3])),
    addressLookupTableAddresses: [table.toBase58()],
  },
  ...more,
})
const decoded = async (deps: AssemblyDeps, asked: SwapToAssemble) => {
  const built = await assembleSwap(deps, asked)
  return built && { built, ...(await decodeTransaction(built.transaction, deps.reader)) }
}

it('has our budget first, Jupiter’s swap in between and the tip last, in bytes that name the tip account', async () => {
  const deps = world({ computeUnits: 100_000 })
  const { built, instructions, blockhash, ...rest } = (await decoded(deps, swap()))!
  expect(instructions.map(({ programId }) => programId)).toEqual([
    ...[ComputeBudgetProgram.programId.toBase58(), ComputeBudgetProgram.programId.toBase58()],
    ...[JUPITER_PROGRAM, SystemProgram.programId.toBase58()],
  ])
  expect(instructions[3]!.accounts).toEqual([wallet, tip.account])
  expect(readTransaction(built.transaction).addresses).toContain(tip.account)
  expect(Buffer.from(instructions[3]!.data).readBigUInt64LE(4)).toBe(1_000_000n)
  // 120,000 units at 200,000 micro-lamports, and a signature.
  expect(networkFee({ instructions, blockhash, ...rest })).toBe(5_000n + 24_000n)
  expect(built).toMatchObject({ expiry, reference: null, tip, priorityLamports: 24_000n })
  expect(blockhash).toBe(expiry.blockhash)
})

it('F27 keeps within its cap where no node simulates it, and takes Jupiter’s estimate where nobody tells fees', async () => {
  const unsimulated = world(new AppError('venue.unavailable', 'No node.', { retry: 'retryable' }))
  expect((await assembleSwap(unsimulated, swap()))?.priorityLamports).toBe(280_000n)
  const dear = { ...swap().fee!, wishedMicroLamports: 10n ** 12n }
  const capped = (await assembleSwap(unsimulated, swap({ fee: dear })))!.priorityLamports
  expect(capped + tip.lamports).toBeLessThanOrEqual(2_000_000n)
  expect(capped).toBeGreaterThan(990_000n)
  const theirs = await assembleSwap(world({ computeUnits: 100_000 }), swap({ fee: null }))
  expect(theirs?.priorityLamports).toBe(6_000n)
})

it('is nothing where it would fail or is too long: Jupiter builds one without a tip then', async () => {
  expect(await assembleSwap(world({ error: 'insufficient lamports', computeUnits: 5 }), swap())).toBeNull()
  const long = Array.from({ length: 40 }, () => Keypair.generate().publicKey)
  expect(await assembleSwap(world({ computeUnits: 5 }), swap({}, long))).toBeNull()
  const unread = world({ computeUnits: 5 })
  unread.chain.latestBlockhash = () =>
    Promise.reject(new AppError('venue.unavailable', 'No node.', { retry: 'retryable' }))
  expect(await assembleSwap(unread, swap())).toBeNull()
})

it('does without a table that is not on chain', async () => {
  expect((await decoded(world({ computeUnits: 5 }, false), swap()))?.instructions).toHaveLength(4)
})

it('throws for instructions that cannot be read: the swap goes without its tip then', async () => {
  const broken = { ...swap().instructions, swapInstruction: { programId: 'no address' } as never }
  await expect(
    assembleSwap(world({ computeUnits: 5 }), swap({ instructions: broken })),
  ).rejects.toMatchObject({ code: 'venue.unavailable' })
})
