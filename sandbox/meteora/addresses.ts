import { PublicKey } from '@solana/web3.js'

/** Meteora's Dynamic Bonding Curve and DAMM v2, which launches of bags.fm live on before and after graduation. */
export const DBC_PROGRAM = new PublicKey('dbcij3LWUppWqq96dh6gJWwBifmcGfLSB5D4DuSMaqN')
export const DAMM_PROGRAM = new PublicKey('cpamdpZCGKUy5JxQXB4dcpGPiikHawvSWAd6mEn1sGG')

export const METEORA_AUTHORITY_SEED = Buffer.from('pool_authority')

/** Both programs derive what signs for their vaults in the same way. */
export const [DBC_AUTHORITY, DBC_AUTHORITY_BUMP] = PublicKey.findProgramAddressSync(
  [METEORA_AUTHORITY_SEED],
  DBC_PROGRAM,
)
export const [DAMM_AUTHORITY, DAMM_AUTHORITY_BUMP] = PublicKey.findProgramAddressSync(
  [METEORA_AUTHORITY_SEED],
  DAMM_PROGRAM,
)

const eventAuthority = (program: PublicKey): string =>
  PublicKey.findProgramAddressSync([Buffer.from('__event_authority')], program)[0].toBase58()
export const EVENT_AUTHORITY = { dbc: eventAuthority(DBC_PROGRAM), damm: eventAuthority(DAMM_PROGRAM) }

type PoolKeys = { pool: PublicKey; baseVault: PublicKey; quoteVault: PublicKey }

const derive = (program: PublicKey, ...seeds: Uint8Array[]): PublicKey =>
  PublicKey.findProgramAddressSync(seeds, program)[0]

/** The larger key comes first in both programs' seeds. */
const ordered = (one: PublicKey, other: PublicKey): [Uint8Array, Uint8Array] => {
  const [left, right] = [one.toBuffer(), other.toBuffer()]
  return Buffer.compare(left, right) > 0 ? [left, right] : [right, left]
}

const keysFrom = (
  program: PublicKey,
  vaultSeed: string,
  pool: PublicKey,
  base: PublicKey,
  quote: PublicKey,
): PoolKeys => {
  const vault = (mint: PublicKey): PublicKey =>
    derive(program, Buffer.from(vaultSeed), mint.toBuffer(), pool.toBuffer())
  return { pool, baseVault: vault(base), quoteVault: vault(quote) }
}

export const dbcKeys = (config: PublicKey, base: PublicKey, quote: PublicKey): PoolKeys => {
  const pool = derive(DBC_PROGRAM, Buffer.from('pool'), config.toBuffer(), ...ordered(base, quote))
  return keysFrom(DBC_PROGRAM, 'token_vault', pool, base, quote)
}

export const dammKeys = (config: PublicKey, base: PublicKey, quote: PublicKey): PoolKeys => {
  const pool = derive(DAMM_PROGRAM, Buffer.from('pool'), config.toBuffer(), ...ordered(base, quote))
  return keysFrom(DAMM_PROGRAM, 'token_vault', pool, base, quote)
}

/** Any address will do for a config: on mainnet it is a key of its creator's. */
export const DBC_CONFIG = derive(DBC_PROGRAM, Buffer.from('sandbox launch config'))
export const DAMM_CONFIG = derive(DAMM_PROGRAM, Buffer.from('config'), Buffer.alloc(8))
