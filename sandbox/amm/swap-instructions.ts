import { TOKEN_PROGRAM } from '../chain/addresses'
import {
  CPMM_PROGRAM,
  JUPITER_EVENT_AUTHORITY,
  JUPITER_PROGRAM,
  POOL_AUTHORITY,
  WRAPPED_SOL,
} from './addresses'
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
  setup: Instruction[]
  swap: Instruction
  cleanup: Instruction[]
}

const [CPMM, JUPITER] = [CPMM_PROGRAM.toBase58(), JUPITER_PROGRAM.toBase58()]
const [AUTHORITY, EVENT_AUTHORITY] = [POOL_AUTHORITY.toBase58(), JUPITER_EVENT_AUTHORITY.toBase58()]

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
  const programOf = (mint: string, { pool }: RouteHop): string =>
    mint === pool.mint ? pool.tokenProgram : TOKEN_PROGRAM
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
  hops.forEach((step, index) => {
    const { pool, inputMint: mintIn, outputMint: mintOut } = step
    const tokenIn = mintIn === pool.mint
    const next = hops[index + 1]
    accounts.push(
      readonly(CPMM),
      signer(user),
      readonly(AUTHORITY),
      readonly(pool.config),
      writable(pool.address),
      writable(index === 0 ? source : pool.usdcVault),
      writable(next ? next.pool.usdcVault : destination),
      writable(tokenIn ? pool.vault : pool.usdcVault),
      writable(tokenIn ? pool.usdcVault : pool.vault),
      readonly(programOf(mintIn, step)),
      readonly(programOf(mintOut, step)),
      readonly(mintIn),
      readonly(mintOut),
      writable(pool.observation),
    )
  })
  const data = encodeRoute(hops.length, amountIn, request.quotedOut, request.slippageBps)
  return { setup, swap: { programId: JUPITER, accounts, data }, cleanup }
}
