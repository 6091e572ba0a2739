import type { PaperTicket } from './paper-ticket'

/** The ledger's name for native SOL. */
export const NATIVE_SOL = 'SOL'
/** Rent of a token account of 165 bytes, and the network fee of one signature. */
export const TOKEN_ACCOUNT_RENT = 2_039_280n
export const SIGNATURE_FEE = 5_000n
/** Jupiter's program error for "less than the minimum would come out". */
const SLIPPAGE_ERROR = 6001
/** The token program's error for insufficient funds. */
const INSUFFICIENT_FUNDS = 1

/** Changes in base units; `lamports` holds fee and rent. A failed fill moved nothing but its fee. */
export type PaperFill = {
  error: string | null
  customCode: number | null
  lamports: bigint
  feeLamports: bigint
  tokens: ReadonlyMap<string, bigint>
}

export type PaperFillInput = {
  ticket: PaperTicket
  /** What the market gave for the input once the transaction would have landed. */
  landedOutRaw: bigint
  /** What the wallet holds; a mint that is absent has no token account yet. `SOL` is native. */
  holdings: ReadonlyMap<string, bigint>
  priorityFeeLamports: bigint
}

/**
 * The fill a swap would have had: bought at the price when it lands, not when it was decided; below
 * the agreed minimum it fails as it would on chain; the fee is paid either way, rent when it opens an account.
 */
export const paperFill = ({
  ticket,
  landedOutRaw,
  holdings,
  priorityFeeLamports,
}: PaperFillInput): PaperFill => {
  const held = (name: string): bigint => holdings.get(name) ?? 0n
  const affordable = (lamports: bigint): bigint => (lamports < held(NATIVE_SOL) ? lamports : held(NATIVE_SOL))
  const feeLamports = affordable(SIGNATURE_FEE + priorityFeeLamports)
  const rent = holdings.has(ticket.outputMint) ? 0n : TOKEN_ACCOUNT_RENT
  const failed = (error: string, customCode: number): PaperFill => ({
    error,
    customCode,
    lamports: -feeLamports,
    feeLamports,
    tokens: new Map(),
  })
  if (held(ticket.inputMint) < ticket.inputRaw || held(NATIVE_SOL) < feeLamports + rent)
    return failed('insufficient funds', INSUFFICIENT_FUNDS)
  if (landedOutRaw < ticket.minOutRaw) return failed(`custom program error ${SLIPPAGE_ERROR}`, SLIPPAGE_ERROR)
  return {
    error: null,
    customCode: null,
    lamports: -(feeLamports + rent),
    feeLamports,
    tokens: new Map([
      [ticket.inputMint, -ticket.inputRaw],
      [ticket.outputMint, landedOutRaw],
    ]),
  }
}
