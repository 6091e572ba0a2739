import { getAssociatedTokenAddressSync } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import { COMPUTE_BUDGET_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM } from '../chain/addresses'

export type AccountMeta = { pubkey: string; isSigner: boolean; isWritable: boolean }
/** Addresses as text: reading and writing keys as web3.js has them takes longer than all the rest of an order. */
export type Instruction = { programId: string; accounts: AccountMeta[]; data: Uint8Array }

const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'
const MAX_DERIVED = 50_000
const derived = new Map<string, string>()

export const readonly = (pubkey: string): AccountMeta => ({ pubkey, isSigner: false, isWritable: false })
export const writable = (pubkey: string): AccountMeta => ({ pubkey, isSigner: false, isWritable: true })
export const signer = (pubkey: string): AccountMeta => ({ pubkey, isSigner: true, isWritable: false })
const payer = (pubkey: string): AccountMeta => ({ pubkey, isSigner: true, isWritable: true })

/** The wallet's own account for a mint. Remembered: deriving one takes most of a millisecond. */
export function associatedAccount(owner: string, mint: string, tokenProgram: string): string {
  const key = `${owner} ${mint} ${tokenProgram}`
  const known = derived.get(key)
  if (known !== undefined) return known
  const [mintKey, ownerKey, program] = [mint, owner, tokenProgram].map((text) => new PublicKey(text)) as [
    PublicKey,
    PublicKey,
    PublicKey,
  ]
  const address = getAssociatedTokenAddressSync(mintKey, ownerKey, true, program).toBase58()
  if (derived.size >= MAX_DERIVED) derived.clear()
  derived.set(key, address)
  return address
}

/** Opens the wallet's account for the mint at its own cost, where it has none. */
export const openAssociated = (
  wallet: string,
  account: string,
  mint: string,
  tokenProgram: string,
): Instruction => ({
  programId: ASSOCIATED_TOKEN_PROGRAM,
  accounts: [
    payer(wallet),
    writable(account),
    readonly(wallet),
    readonly(mint),
    readonly(SYSTEM_PROGRAM),
    readonly(tokenProgram),
  ],
  data: Uint8Array.of(1),
})

export function transferLamports(from: string, to: string, lamports: bigint): Instruction {
  const data = Buffer.alloc(12)
  data.writeUInt32LE(2)
  data.writeBigUInt64LE(lamports, 4)
  return { programId: SYSTEM_PROGRAM, accounts: [payer(from), writable(to)], data }
}

/** Takes the lamports that arrived in a wrapped SOL account into its token balance. */
export const syncNative = (account: string): Instruction => ({
  programId: TOKEN_PROGRAM,
  accounts: [writable(account)],
  data: Uint8Array.of(17),
})

/** Closes the wallet's account; its lamports go to the wallet. */
export const closeAccount = (account: string, wallet: string): Instruction => ({
  programId: TOKEN_PROGRAM,
  accounts: [writable(account), writable(wallet), signer(wallet)],
  data: Uint8Array.of(9),
})

export function computeUnitLimit(units: number): Instruction {
  const data = Buffer.alloc(5)
  data[0] = 2
  data.writeUInt32LE(units, 1)
  return { programId: COMPUTE_BUDGET_PROGRAM, accounts: [], data }
}

export function computeUnitPrice(microLamports: number): Instruction {
  const data = Buffer.alloc(9)
  data[0] = 3
  data.writeBigUInt64LE(BigInt(microLamports), 1)
  return { programId: COMPUTE_BUDGET_PROGRAM, accounts: [], data }
}
