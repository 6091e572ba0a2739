import { Keypair, PublicKey, SystemProgram, VersionedTransaction } from '@solana/web3.js'
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, getAssociatedTokenAddressSync } from '@solana/spl-token'
import { Chain, ExecutionError } from '@/sandbox/chain/chain'
import { USDC, WRAPPED_SOL } from './addresses'
import type { Instruction } from './instructions'
import { MINT_RENT, TOKEN_ACCOUNT_RENT, encodeMint, encodeTokenAccount, rentExempt } from './layouts'
import { installMeteora } from '../meteora/pools'
import { installAmm, type Reserves } from './pools'
import { findRoute } from './routes'
import { buildSwapInstructions } from './swap-instructions'
import { feesOf, withTransferFees } from './token-2022'
import { unsignedTransaction } from './unsigned-transaction'

export const BONK = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
/** Of Token-2022; keeps `TAX_BPS` of every transfer. */
export const TAXED = '9BB6NFEcjBCtnNLFko2FqVQBq8HHM13kCyYcdQbgpump'
export const TAX_BPS = 300
export const WIF = 'EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm'
const DECIMALS: Record<string, number> = { [BONK]: 5, [WIF]: 6, [TAXED]: 6, [WRAPPED_SOL]: 9, [USDC]: 6 }
const START_LAMPORTS = 10n ** 19n

export type SwapOutcome = { err: unknown; logs: string[]; received: bigint }

/** A chain with a few pools and one funded user who signs real swap transactions. */
export const swapBench = () => {
  const chain = Chain.create({ slotMs: 400, genesisHash: Keypair.generate().publicKey.toBase58() })
  const token = TOKEN_PROGRAM_ID.toBase58()
  for (const mint of [USDC, BONK, WIF]) {
    const decimals = DECIMALS[mint] ?? 0
    const data = encodeMint({ supply: 10n ** 18n, decimals, mintAuthority: null, freezeAuthority: null })
    chain.setAccount(mint, { lamports: MINT_RENT, owner: token, executable: false, data })
  }
  const classic = encodeMint({ supply: 10n ** 18n, decimals: 6, mintAuthority: null, freezeAuthority: null })
  const taxed = withTransferFees(classic, { ...feesOf(TAX_BPS, null), authority: null })
  chain.setAccount(TAXED, {
    lamports: rentExempt(taxed.length),
    owner: TOKEN_2022_PROGRAM_ID.toBase58(),
    executable: false,
    data: taxed,
  })
  const amm = installAmm(chain)
  const meteora = installMeteora(chain)
  const user = Keypair.generate()
  const account = (mint: string): string =>
    getAssociatedTokenAddressSync(new PublicKey(mint), user.publicKey).toBase58()
  const setSol = (lamports: bigint): void =>
    chain.setAccount(user.publicKey.toBase58(), {
      lamports,
      owner: SystemProgram.programId.toBase58(),
      executable: false,
      data: new Uint8Array(),
    })
  const setTokens = (mint: string, amount: bigint): void =>
    chain.setAccount(account(mint), {
      lamports: TOKEN_ACCOUNT_RENT + (mint === WRAPPED_SOL ? amount : 0n),
      owner: token,
      executable: false,
      data: encodeTokenAccount(new PublicKey(mint), user.publicKey, amount, mint === WRAPPED_SOL),
    })
  const balanceOf = (mint: string): bigint =>
    chain.tokenAccountsOf(user.publicKey.toBase58()).find((held) => held.mint === mint)?.amount ?? 0n
  let configIndex = 0
  const openPool = (mint: string, reserves: Reserves, feeRate = 2_500n, refusesSells = false) =>
    amm.createPool({
      ...{ mint, decimals: DECIMALS[mint] ?? 0, reserves, feeRate, openTime: 0n, refusesSells },
      configIndex: configIndex++,
    })
  const send = (instructions: Instruction[]): { err: unknown; logs: string[] } => {
    const { blockhash } = chain.latestBlockhash()
    const parts = { payer: user.publicKey.toBase58(), blockhash, instructions, legacy: false }
    const transaction = VersionedTransaction.deserialize(unsignedTransaction(parts).wire)
    transaction.sign([user])
    try {
      return chain.executeNow(transaction.serialize())
    } catch (error) {
      if (error instanceof ExecutionError) return { err: error.err, logs: error.logs }
      throw error
    } finally {
      chain.tick()
    }
  }
  const instructions = (from: string, to: string, amountIn: bigint, quotedOut: bigint, slippageBps = 0) => {
    const route = findRoute({ amm, meteora }, from, to, amountIn)
    if (!route) throw new Error('no route')
    const request = { user: user.publicKey.toBase58(), hops: route.hops, wrapAndUnwrapSol: true }
    return buildSwapInstructions({ ...request, amountIn, quotedOut, slippageBps })
  }
  /** Forces the instruction through even when the quote refuses, to see that the program refuses too. */
  const swapOneHop = (from: string, to: string, amountIn: bigint, minOut: bigint): SwapOutcome => {
    const pool = amm.poolOf(from === USDC ? to : from)
    if (!pool) throw new Error('no pool')
    const hops = [{ pool, inputMint: from, outputMint: to, amountIn, out: 0n, fee: 0n }]
    const request = { user: user.publicKey.toBase58(), hops, amountIn, slippageBps: 0 }
    const built = buildSwapInstructions({ ...request, quotedOut: minOut, wrapAndUnwrapSol: false })
    const before = balanceOf(to)
    const { err, logs } = send([...built.setup, built.swap])
    return { err, logs, received: balanceOf(to) - before }
  }
  setSol(START_LAMPORTS)
  return { chain, amm, meteora, user, setSol, setTokens, balanceOf, openPool, send, instructions, swapOneHop }
}
