import {
  NATIVE_MINT,
  TOKEN_PROGRAM_ID,
  createAssociatedTokenAccountIdempotentInstruction,
  createCloseAccountInstruction,
  createSyncNativeInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token'
import { PublicKey, SystemProgram, TransactionInstruction } from '@solana/web3.js'
import {
  CPMM_PROGRAM,
  JUPITER_EVENT_AUTHORITY,
  JUPITER_PROGRAM,
  POOL_AUTHORITY,
  WRAPPED_SOL,
} from './addresses'
import type { RouteHop } from './routes'
import { ROUTE_DISCRIMINATOR } from './swap-program'

/** Position of Raydium CP-Swap among the swaps of Jupiter's interface description. */
const RAYDIUM_CP = 46

export type SwapRequest = {
  user: string
  hops: RouteHop[]
  amountIn: bigint
  /** The program demands `quotedOut` less `slippageBps`, rounded up. */
  quotedOut: bigint
  slippageBps: number
  wrapAndUnwrapSol: boolean
}

export type SwapInstructions = {
  setup: TransactionInstruction[]
  swap: TransactionInstruction
  cleanup: TransactionInstruction[]
}

const encodeRoute = (hopCount: number, amountIn: bigint, quotedOut: bigint, slippageBps: number): Buffer => {
  const steps = Buffer.alloc(4 + hopCount * 4)
  steps.writeUInt32LE(hopCount)
  for (let hop = 0; hop < hopCount; hop++) steps.set([RAYDIUM_CP, 100, hop, hop + 1], 4 + hop * 4)
  const tail = Buffer.alloc(19)
  tail.writeBigUInt64LE(amountIn, 0)
  tail.writeBigUInt64LE(quotedOut, 8)
  tail.writeUInt16LE(slippageBps, 16)
  return Buffer.concat([ROUTE_DISCRIMINATOR, steps, tail])
}

/** The instructions of one swap as Jupiter arranges them; the compute budget is the caller's. */
export const buildSwapInstructions = (request: SwapRequest): SwapInstructions => {
  const { hops, amountIn, wrapAndUnwrapSol } = request
  const [first, last] = [hops[0], hops.at(-1)]
  if (!first || !last) throw new Error('a swap needs at least one hop')
  const user = new PublicKey(request.user)
  const [inputMint, outputMint] = [new PublicKey(first.inputMint), new PublicKey(last.outputMint)]
  const programOf = (mint: string, { pool }: RouteHop): PublicKey =>
    mint === pool.mint ? new PublicKey(pool.tokenProgram) : TOKEN_PROGRAM_ID
  const inputProgram = programOf(first.inputMint, first)
  const outputProgram = programOf(last.outputMint, last)
  const source = getAssociatedTokenAddressSync(inputMint, user, true, inputProgram)
  const destination = getAssociatedTokenAddressSync(outputMint, user, true, outputProgram)
  const setup: TransactionInstruction[] = []
  const cleanup: TransactionInstruction[] = []
  if (first.inputMint === WRAPPED_SOL && wrapAndUnwrapSol) {
    setup.push(
      createAssociatedTokenAccountIdempotentInstruction(user, source, user, NATIVE_MINT),
      SystemProgram.transfer({ fromPubkey: user, toPubkey: source, lamports: amountIn }),
      createSyncNativeInstruction(source),
    )
    cleanup.push(createCloseAccountInstruction(source, user, user))
  }
  setup.push(
    createAssociatedTokenAccountIdempotentInstruction(user, destination, user, outputMint, outputProgram),
  )
  if (last.outputMint === WRAPPED_SOL && wrapAndUnwrapSol)
    cleanup.push(createCloseAccountInstruction(destination, user, user))

  const readonly = (pubkey: PublicKey) => ({ pubkey, isSigner: false, isWritable: false })
  const writable = (pubkey: PublicKey) => ({ pubkey, isSigner: false, isWritable: true })
  const keys = [
    readonly(outputProgram),
    { pubkey: user, isSigner: true, isWritable: false },
    writable(source),
    writable(destination),
    readonly(JUPITER_PROGRAM),
    readonly(outputMint),
    readonly(JUPITER_PROGRAM),
    readonly(JUPITER_EVENT_AUTHORITY),
    readonly(JUPITER_PROGRAM),
  ]
  hops.forEach((step, index) => {
    const { pool, inputMint: mintIn, outputMint: mintOut } = step
    const tokenIn = mintIn === pool.mint
    const next = hops[index + 1]
    keys.push(
      readonly(CPMM_PROGRAM),
      { pubkey: user, isSigner: true, isWritable: false },
      readonly(POOL_AUTHORITY),
      readonly(new PublicKey(pool.config)),
      writable(new PublicKey(pool.address)),
      writable(index === 0 ? source : new PublicKey(pool.usdcVault)),
      writable(next ? new PublicKey(next.pool.usdcVault) : destination),
      writable(new PublicKey(tokenIn ? pool.vault : pool.usdcVault)),
      writable(new PublicKey(tokenIn ? pool.usdcVault : pool.vault)),
      readonly(programOf(mintIn, step)),
      readonly(programOf(mintOut, step)),
      readonly(new PublicKey(mintIn)),
      readonly(new PublicKey(mintOut)),
      writable(new PublicKey(pool.observation)),
    )
  })
  const data = encodeRoute(hops.length, amountIn, request.quotedOut, request.slippageBps)
  return { setup, swap: new TransactionInstruction({ programId: JUPITER_PROGRAM, keys, data }), cleanup }
}
