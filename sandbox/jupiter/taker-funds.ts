import { TOKEN_2022_PROGRAM } from '@/sandbox/chain/addresses'
import { USDC_MINT, WSOL_MINT, type JupiterWorld } from './jupiter-world'
import type { Quote } from './quote'

const TOKEN_ACCOUNT_BYTES = 165
/** An account of Token-2022 whose owner cannot change and which keeps withheld fees. */
const TAXED_ACCOUNT_BYTES = 182
export const SIGNATURE_LAMPORTS = 5_000

export type TakerFunds = {
  /** Lamports that stay bound in a newly opened account for the output. */
  rentLamports: bigint
  /** Why no transaction is handed out; the code belongs to the metis router. */
  problem: { errorCode: number; errorMessage: string } | null
}

/** Whether the taker can pay the input and the SOL that the swap needs, by the chain's own balances. */
export function checkFunds(
  { chain, tokens }: JupiterWorld,
  taker: string,
  quote: Quote,
  priorityLamports: number,
): TakerFunds {
  const holdings = chain.tokenAccountsOf(taker)
  const outputProgram = tokens.byMint(quote.outputMint)?.tokenProgram
  const accountRent = chain.minimumBalance(
    outputProgram === TOKEN_2022_PROGRAM ? TAXED_ACCOUNT_BYTES : TOKEN_ACCOUNT_BYTES,
  )
  const opensOutput = !holdings.some(({ mint }) => mint === quote.outputMint)
  // A wrapped SOL account is opened and closed within the transaction: its rent is needed, then returned.
  const staysOpen = opensOutput && quote.outputMint !== WSOL_MINT
  const passing = quote.inputMint === WSOL_MINT || quote.outputMint === WSOL_MINT ? accountRent : 0n
  const rentLamports = staysOpen ? accountRent : 0n

  const lamports = chain.getAccount(taker)?.lamports ?? 0n
  const spendsSol = quote.inputMint === WSOL_MINT
  const held = spendsSol
    ? lamports
    : holdings.filter(({ mint }) => mint === quote.inputMint).reduce((sum, { amount }) => sum + amount, 0n)
  if (held < quote.amount) {
    return { rentLamports, problem: { errorCode: 1, errorMessage: 'Insufficient funds' } }
  }
  const gas = BigInt(SIGNATURE_LAMPORTS + priorityLamports) + rentLamports + passing
  const needed = gas + (spendsSol ? quote.amount : 0n) + chain.minimumBalance(0)
  if (lamports >= needed) return { rentLamports, problem: null }
  const missing = Number(needed - lamports) / 1e9
  const errorMessage = `Top up \`${missing.toFixed(9).replace(/0+$/, '')}\` SOL for gas`
  return { rentLamports, problem: { errorCode: 2, errorMessage } }
}

/** Jupiter takes its fees in SOL if it can, else in a stable coin, else in the output. */
export function feeMintOf({ inputMint, outputMint }: Quote): string {
  const preferred = [WSOL_MINT, USDC_MINT].find((mint) => mint === inputMint || mint === outputMint)
  return preferred ?? outputMint
}
