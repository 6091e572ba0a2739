import { createHash } from 'node:crypto'
import { Keypair, PublicKey, SystemProgram, VersionedTransaction } from '@solana/web3.js'
import type { Amm } from '../amm/pools'
import { WRAPPED_SOL } from '../amm/addresses'
import { associatedAccount, computeUnitLimit } from '../amm/instructions'
import { findRoute } from '../amm/routes'
import { buildSwapInstructions } from '../amm/swap-instructions'
import { unsignedTransaction } from '../amm/unsigned-transaction'
import { TOKEN_PROGRAM } from '../chain/addresses'
import type { Chain } from '../chain/chain'
import { readTokenAmount } from '../amm/layouts'
import type { Meteora } from '../meteora/pools'

const START_LAMPORTS = 1_000_000n * 10n ** 9n
const START_WRAPPED = 10_000_000n * 10n ** 9n
const LEAST_UNITS = 300_000

/** The wallet that stands for everybody else who trades launches, with real signed swaps. */
export const openLaunchTrader = (chain: Chain, amm: Amm, meteora: Meteora) => {
  const wallet = Keypair.fromSeed(createHash('sha256').update('sandbox launch trader').digest())
  const address = wallet.publicKey.toBase58()
  const ownAccount = (mint: string): string => associatedAccount(address, mint, TOKEN_PROGRAM)
  let sent = 0

  const fund = (): void => {
    if (chain.getAccount(ownAccount(WRAPPED_SOL))) return
    chain.setAccount(address, {
      lamports: START_LAMPORTS,
      owner: SystemProgram.programId.toBase58(),
      data: new Uint8Array(),
      executable: false,
    })
    meteora.putVault(ownAccount(WRAPPED_SOL), WRAPPED_SOL, new PublicKey(address), START_WRAPPED)
  }

  const trade = (inputMint: string, outputMint: string, amountIn: bigint): boolean => {
    fund()
    const route = findRoute({ amm, meteora }, inputMint, outputMint, amountIn)
    if (!route) return false
    const parts = { user: address, hops: route.hops, amountIn, quotedOut: route.out, slippageBps: 0 }
    const { setup, swap } = buildSwapInstructions({ ...parts, wrapAndUnwrapSol: false })
    // Two equal trades in one slot must not have one signature; the limit of units costs nothing.
    const budget = computeUnitLimit(LEAST_UNITS + (sent++ % 100_000))
    const { blockhash } = chain.latestBlockhash()
    const instructions = [budget, ...setup, swap]
    const { wire } = unsignedTransaction({ payer: address, blockhash, instructions, legacy: false })
    const transaction = VersionedTransaction.deserialize(wire)
    transaction.sign([wallet])
    chain.executeNow(transaction.serialize())
    return true
  }

  const held = (mint: string): bigint => {
    const account = chain.getAccount(ownAccount(mint))
    return account ? readTokenAmount(account.data) : 0n
  }

  return {
    address,
    held,
    /** Lamports in, tokens out; false where the pool takes no more. */
    buy: (mint: string, lamports: bigint): boolean => trade(WRAPPED_SOL, mint, lamports),
    sell: (mint: string, amount: bigint): boolean => trade(mint, WRAPPED_SOL, amount),
  }
}
