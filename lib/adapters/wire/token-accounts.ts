import { PublicKey } from '@solana/web3.js'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM, WSOL_MINT } from '@/lib/domain/tokens/well-known'

const ASSOCIATED_TOKEN_PROGRAM = new PublicKey('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')

const cache = new Map<string, string>()
const MAX_CACHED = 10_000

/** The associated token account (a program-derived address) of `owner` for `mint` under `tokenProgram`. */
export const associatedTokenAddress = (owner: string, mint: string, tokenProgram: string): string => {
  const key = `${owner}/${mint}/${tokenProgram}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const seeds = [owner, tokenProgram, mint].map((address) => new PublicKey(address).toBytes())
  const address = PublicKey.findProgramAddressSync(seeds, ASSOCIATED_TOKEN_PROGRAM)[0].toBase58()
  if (cache.size >= MAX_CACHED) cache.clear()
  cache.set(key, address)
  return address
}

/** The associated accounts under either token program: only one of them can ever exist. */
export const walletTokenAccounts = (wallet: string, mint: string): string[] =>
  [TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map((program) => associatedTokenAddress(wallet, mint, program))

/** The account fields of a SwapIntent, derived. */
export const intentAccounts = (wallet: string, inputMint: string, outputMint: string) => ({
  inputAccounts: walletTokenAccounts(wallet, inputMint),
  outputAccounts: walletTokenAccounts(wallet, outputMint),
  wrappedSolAccount: associatedTokenAddress(wallet, WSOL_MINT, TOKEN_PROGRAM),
})
