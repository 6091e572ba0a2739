import { USDC, WRAPPED_SOL } from '@/sandbox/amm/addresses'
import {
  associatedAccount,
  readonly,
  signer,
  transferLamports,
  writable,
  type Instruction,
} from '@/sandbox/amm/instructions'
import { TOKEN_ACCOUNT_RENT, encodeTokenAccount } from '@/sandbox/amm/layouts'
import { withWithheldFees } from '@/sandbox/amm/token-2022'
import { TOKEN_PROGRAM } from '@/sandbox/chain/addresses'
import { inventedMint } from '@/sandbox/market/token-spec'
import { PublicKey } from '@solana/web3.js'
import type { BagsWorld } from './bags-world'

export const PLATFORM_FEE_BPS = 100
const BPS = 10_000n
const TREASURY = inventedMint('bags treasury')
const TRANSFER_CHECKED = 12

/** `side` is the leg that the fee is taken from, `account` who receives it. Amounts in base units of `mint`. */
export type PlatformFee = { mint: string; side: 'input' | 'output'; account: string; tokenProgram: string }

/** Native SOL wins on either leg, then the dollar, then the input (docs.bags.fm, "Get Trade V2 Quote"). */
export const feeLeg = (world: BagsWorld, inputMint: string, outputMint: string): PlatformFee => {
  const preferred = [WRAPPED_SOL, USDC].find((mint) => mint === inputMint || mint === outputMint)
  const mint = preferred ?? inputMint
  const tokenProgram = world.chain.getAccount(mint)?.owner ?? TOKEN_PROGRAM
  const account = mint === WRAPPED_SOL ? TREASURY : associatedAccount(TREASURY, mint, tokenProgram)
  return { mint, side: mint === inputMint ? 'input' : 'output', account, tokenProgram }
}

export const feeOf = (amount: bigint): bigint => (amount * BigInt(PLATFORM_FEE_BPS)) / BPS

/**
 * Sends the fee to the treasury: lamports where it is SOL, else a checked transfer. The live service also creates the
 * treasury's account if need be; here it exists already, because a transaction without lookup tables has no room.
 */
export const feeTransfer = (
  world: BagsWorld,
  user: string,
  { mint, account, tokenProgram }: PlatformFee,
  amount: bigint,
): Instruction => {
  if (mint === WRAPPED_SOL) return transferLamports(user, account, amount)
  ensureTreasury(world, account, mint, tokenProgram)
  const data = Buffer.alloc(10)
  data[0] = TRANSFER_CHECKED
  data.writeBigUInt64LE(amount, 1)
  data[9] = world.tokens.byMint(mint)?.decimals ?? 0
  const source = associatedAccount(user, mint, tokenProgram)
  return {
    programId: tokenProgram,
    accounts: [writable(source), readonly(mint), writable(account), signer(user)],
    data,
  }
}

const ensureTreasury = ({ chain }: BagsWorld, account: string, mint: string, tokenProgram: string): void => {
  if (chain.getAccount(account)) return
  const classic = encodeTokenAccount(new PublicKey(mint), new PublicKey(TREASURY), 0n, false)
  const data = tokenProgram === TOKEN_PROGRAM ? classic : withWithheldFees(classic)
  chain.setAccount(account, { owner: tokenProgram, data, lamports: TOKEN_ACCOUNT_RENT, executable: false })
}
