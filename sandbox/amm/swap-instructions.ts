import { TOKEN_PROGRAM } from '../chain/addresses'
import { JUPITER_EVENT_AUTHORITY, JUPITER_PROGRAM, WRAPPED_SOL } from './addresses'
import { hopAccounts, programOf } from './hop-accounts'
import {
  associatedAccount,
  closeAccount,
  type Instruction,
  openAssociated,
  readonly,
  signer,
  syncNative,
  transferLamports,
  writable,
} from './instructions'
import type { RouteHop } from './routes'
import { ROUTE_DISCRIMINATOR } from './swap-program'

/** Position of Raydium CP-Swap among the swaps of Jupiter's interface description; our program does not read it. */
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
  setup: Instruction[]
  swap: Instruction
  cleanup: Instruction[]
}

const JUPITER = JUPITER_PROGRAM.toBase58()
const EVENT_AUTHORITY = JUPITER_EVENT_AUTHORITY.toBase58()

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
  const { user, hops, amountIn, wrapAndUnwrapSol } = request
  const [first, last] = [hops[0], hops.at(-1)]
  if (!first || !last) throw new Error('a swap needs at least one hop')
  const { inputMint } = first
  const { outputMint } = last
  const outputProgram = programOf(outputMint, last)
  const source = associatedAccount(user, inputMint, programOf(inputMint, first))
  const destination = associatedAccount(user, outputMint, outputProgram)
  const setup: Instruction[] = []
  const cleanup: Instruction[] = []
  if (inputMint === WRAPPED_SOL && wrapAndUnwrapSol) {
    setup.push(
      openAssociated(user, source, WRAPPED_SOL, TOKEN_PROGRAM),
      transferLamports(user, source, amountIn),
      syncNative(source),
    )
    cleanup.push(closeAccount(source, user))
  }
  setup.push(openAssociated(user, destination, outputMint, outputProgram))
  if (outputMint === WRAPPED_SOL && wrapAndUnwrapSol) cleanup.push(closeAccount(destination, user))

  const accounts = [
    readonly(outputProgram),
    signer(user),
    writable(source),
    writable(destination),
    readonly(JUPITER),
    readonly(outputMint),
    readonly(JUPITER),
    readonly(EVENT_AUTHORITY),
    readonly(JUPITER),
  ]
  hops.forEach((_, index) => accounts.push(...hopAccounts(hops, index, { user, source, destination })))
  const data = encodeRoute(hops.length, amountIn, request.quotedOut, request.slippageBps)
  return { setup, swap: { programId: JUPITER, accounts, data }, cleanup }
}
