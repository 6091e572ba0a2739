import { PublicKey } from '@solana/web3.js'

export const JUPITER_PROGRAM = new PublicKey('JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4')
/** Raydium CP-Swap, the owner of the pool accounts. */
export const CPMM_PROGRAM = new PublicKey('CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C')

export const WRAPPED_SOL = 'So11111111111111111111111111111111111111112'
export const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'

export const AUTHORITY_SEED = Buffer.from('vault_and_lp_mint_auth_seed')

/**
 * Signs for every vault. On mainnet this is an address of Raydium's program; here the swap program at Jupiter's
 * address moves the tokens itself, so the address is derived from that program.
 */
export const [POOL_AUTHORITY, POOL_AUTHORITY_BUMP] = PublicKey.findProgramAddressSync(
  [AUTHORITY_SEED],
  JUPITER_PROGRAM,
)
export const [JUPITER_EVENT_AUTHORITY] = PublicKey.findProgramAddressSync(
  [Buffer.from('__event_authority')],
  JUPITER_PROGRAM,
)

const cpmm = (...seeds: Uint8Array[]): PublicKey => PublicKey.findProgramAddressSync(seeds, CPMM_PROGRAM)[0]

export const ammConfigAddress = (index: number): PublicKey =>
  cpmm(Buffer.from('amm_config'), Buffer.from([index >> 8, index & 0xff]))

export type PoolAddresses = {
  pool: PublicKey
  mints: [PublicKey, PublicKey]
  vaults: [PublicKey, PublicKey]
  lpMint: PublicKey
  observation: PublicKey
}

/** Raydium's own derivations; the mint with the smaller bytes is token 0. */
export const poolAddresses = (config: PublicKey, mintA: PublicKey, mintB: PublicKey): PoolAddresses => {
  const [first, second] =
    Buffer.compare(mintA.toBuffer(), mintB.toBuffer()) < 0 ? [mintA, mintB] : [mintB, mintA]
  const pool = cpmm(Buffer.from('pool'), config.toBuffer(), first.toBuffer(), second.toBuffer())
  const vault = (mint: PublicKey): PublicKey =>
    cpmm(Buffer.from('pool_vault'), pool.toBuffer(), mint.toBuffer())
  return {
    pool,
    mints: [first, second],
    vaults: [vault(first), vault(second)],
    lpMint: cpmm(Buffer.from('pool_lp_mint'), pool.toBuffer()),
    observation: cpmm(Buffer.from('observation'), pool.toBuffer()),
  }
}
