import {
  type AddressLookupTableAccount,
  ComputeBudgetProgram,
  Keypair,
  PublicKey,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { createAssociatedTokenAccountIdempotentInstruction } from '@solana/spl-token'
import bs58 from 'bs58'
import { JUPITER_PROGRAM } from '@/lib/domain/execution/program-addresses'
import { DEFAULT_SWAP_LIMITS, type SwapIntent } from '@/lib/domain/execution/swap-intent'
import { TOKEN_PROGRAM, USDC_MINT } from '@/lib/domain/tokens/well-known'
import { associatedTokenAddress, intentAccounts } from '../wire/token-accounts'

/** A swap as Jupiter builds it, from real instructions, with every part replaceable by a test. */
export const BONK_MINT = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
export const wallet = Keypair.fromSeed(new Uint8Array(32).fill(7))
export const stranger = Keypair.fromSeed(new Uint8Array(32).fill(8))
export const blockhash = bs58.encode(Buffer.alloc(32, 3))

const address = wallet.publicKey.toBase58()
export const account = (mint: string, owner = address): PublicKey =>
  new PublicKey(associatedTokenAddress(owner, mint, TOKEN_PROGRAM))

export const intent: SwapIntent = {
  wallet: address,
  inputMint: USDC_MINT,
  outputMint: BONK_MINT,
  inputRaw: 100_000_000n,
  minOutRaw: 995_000n,
  ...intentAccounts(address, USDC_MINT, BONK_MINT),
  tip: null,
  limits: DEFAULT_SWAP_LIMITS,
}

export type RouteFields = {
  authority: PublicKey
  source: PublicKey
  destination: PublicKey
  redirect: PublicKey
  mint: PublicKey
  inputRaw: bigint
  quotedOutRaw: bigint
  slippageBps: number
  platformFeeBps: number
}

export const honestRoute: RouteFields = {
  authority: wallet.publicKey,
  source: account(USDC_MINT),
  destination: account(BONK_MINT),
  redirect: new PublicKey(JUPITER_PROGRAM),
  mint: new PublicKey(BONK_MINT),
  inputRaw: 100_000_000n,
  quotedOutRaw: 1_000_000n,
  slippageBps: 50,
  platformFeeBps: 0,
}

const ROUTE = Buffer.from('e517cb977ae3ad2a', 'hex')

/** Jupiter's `route`: a one-step plan, then amount in, quoted amount out, slippage, platform fee. */
export const routeInstruction = (
  changes: Partial<RouteFields> = {},
  discriminator = ROUTE,
): TransactionInstruction => {
  const route = { ...honestRoute, ...changes }
  const tail = Buffer.alloc(19)
  tail.writeBigUInt64LE(route.inputRaw, 0)
  tail.writeBigUInt64LE(route.quotedOutRaw, 8)
  tail.writeUInt16LE(route.slippageBps, 16)
  tail.writeUInt8(route.platformFeeBps, 18)
  const plan = Buffer.from([1, 0, 0, 0, 26, 100, 0, 1])
  const program = new PublicKey(JUPITER_PROGRAM)
  const meta = (pubkey: PublicKey, isWritable = false, isSigner = false) => ({ pubkey, isWritable, isSigner })
  return new TransactionInstruction({
    programId: program,
    data: Buffer.concat([discriminator, plan, tail]),
    keys: [
      meta(new PublicKey(TOKEN_PROGRAM)),
      meta(route.authority, false, true),
      meta(route.source, true),
      meta(route.destination, true),
      meta(route.redirect),
      meta(route.mint),
      meta(program),
      meta(new PublicKey('D8cy77BBepLMngZx6ZukaTff5hCt1HrWyKk3Hnd9oitf')),
      meta(program),
    ],
  })
}

export const setup = (): TransactionInstruction[] => [
  ComputeBudgetProgram.setComputeUnitLimit({ units: 200_000 }),
  ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 50_000 }),
  createAssociatedTokenAccountIdempotentInstruction(
    wallet.publicKey,
    account(BONK_MINT),
    wallet.publicKey,
    new PublicKey(BONK_MINT),
  ),
]

export const wireOf = (
  instructions: TransactionInstruction[],
  options: { payer?: PublicKey; tables?: AddressLookupTableAccount[]; legacy?: boolean } = {},
): Uint8Array => {
  const message = new TransactionMessage({
    payerKey: options.payer ?? wallet.publicKey,
    recentBlockhash: blockhash,
    instructions,
  })
  return new VersionedTransaction(
    options.legacy ? message.compileToLegacyMessage() : message.compileToV0Message(options.tables),
  ).serialize()
}
