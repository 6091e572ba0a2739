import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { ASSOCIATED_TOKEN_PROGRAM, JUPITER_PROGRAM, SYSTEM_PROGRAM } from './program-addresses'

/**
 * What it means for the order: another tolerance, another route, a token on its way to its next pool (no route until it
 * is there), or none of these.
 */
export type FailureMeaning = 'slippage' | 'route' | 'graduated' | 'other'
export type ProgramError = { words: string; means: FailureMeaning }
export type KnownProgram = { name: string; errors: Readonly<Record<number, ProgramError>> }

const slippage: ProgramError = { words: 'the price moved beyond the slippage limit', means: 'slippage' }
const other = (words: string): ProgramError => ({ words, means: 'other' })
const route = (words: string): ProgramError => ({ words, means: 'route' })
const graduated: ProgramError = {
  words: 'the token has left its bonding curve for another pool',
  means: 'graduated',
}
const shallow = route('the pool does not hold enough for this trade')
const paused = other('trading in this pool is switched off')

/** dev.jup.ag/docs/swap/common-errors. */
const jupiter: KnownProgram = {
  name: 'Jupiter',
  errors: {
    6001: slippage,
    6008: other('the swap lacks an account'),
    6014: other('the token program does not fit the token'),
    6017: slippage,
    6024: other('not enough funds for the swap, its fees or rent'),
    6025: other('a token account is invalid'),
  },
}

/** TokenError of spl-token; 20 and above only of Token-2022. */
const tokenErrors: KnownProgram['errors'] = {
  0: other('not enough SOL for the rent of a token account'),
  1: other('not enough funds'),
  2: other('the token does not exist'),
  3: other('the account belongs to another token'),
  4: other('the token account belongs to somebody else'),
  9: other('the token account was never opened'),
  11: other('an account that still holds something cannot be closed'),
  13: other('the token account is in a state that does not allow this'),
  14: other('an amount is too large'),
  17: other('the token account is frozen'),
  18: other('the token has another number of decimals'),
  30: other('the transfer tax is higher than allowed'),
  31: other('the token allows transfers only with its own rules'),
  32: other('the transfer tax is another than was reckoned with'),
  36: other('the receiving account demands a memo'),
  37: other('the token cannot be transferred'),
}

const known: Readonly<Record<string, KnownProgram>> = {
  [JUPITER_PROGRAM]: jupiter,
  [TOKEN_PROGRAM]: { name: 'the token program', errors: tokenErrors },
  [TOKEN_2022_PROGRAM]: { name: 'Token-2022', errors: tokenErrors },
  [SYSTEM_PROGRAM]: {
    name: 'the system program',
    errors: {
      0: other('an account exists already'),
      1: other('not enough SOL for a transfer or the rent of an account'),
    },
  },
  [ASSOCIATED_TOKEN_PROGRAM]: {
    name: 'the token account program',
    errors: { 0: other('the token account belongs to somebody else') },
  },
  // IDL of the dynamic bonding curve, @bagsfm/bags-sdk 1.3.7.
  dbcij3LWUppWqq96dh6gJWwBifmcGfLSB5D4DuSMaqN: {
    name: 'Meteora DBC',
    errors: {
      6002: slippage,
      6012: shallow,
      6013: graduated,
      6033: route('the curve has too little left for this trade'),
      6043: other('the launch limits trades of this size now'),
    },
  },
  // IDL of DAMM v2, same package.
  cpamdpZCGKUy5JxQXB4dcpGPiikHawvSWAd6mEn1sGG: {
    name: 'Meteora DAMM v2',
    errors: { 6002: slippage, 6003: paused, 6015: shallow, 6023: shallow, 6025: paused },
  },
  // IDLs of pump.fun, @pump-fun/pump-sdk.
  '6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P': {
    name: 'pump.fun',
    errors: {
      6002: slippage,
      6003: slippage,
      6005: graduated,
      6021: route('the curve has fewer tokens left than this buys'),
      6023: other('not enough tokens to sell'),
      6040: other('not enough SOL for the rent of an account'),
      6041: other('not enough SOL for the fees of pump.fun'),
      6042: slippage,
    },
  },
  pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA: {
    name: 'PumpSwap',
    errors: {
      6003: shallow,
      6004: slippage,
      6016: shallow,
      6020: paused,
      6021: paused,
      6039: other('not enough funds for the fees of PumpSwap'),
      6040: slippage,
      6063: shallow,
    },
  },
  CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C: {
    name: 'Raydium CP-Swap',
    errors: { 6005: slippage, 6006: shallow },
  },
  CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK: { name: 'Raydium CLMM', errors: { 6022: slippage } },
  '675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8': {
    name: 'Raydium AMM',
    errors: { 30: slippage, 40: other('not enough funds') },
  },
  // @orca-so/whirlpools-client.
  whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc: {
    name: 'Orca Whirlpool',
    errors: {
      6023: route('the pool has moved away from the route'),
      6035: shallow,
      6036: slippage,
      6037: slippage,
      6038: route('the pool has moved away from the route'),
      6057: shallow,
      6064: paused,
    },
  },
}

export const knownProgram = (address: string): KnownProgram | null =>
  Object.hasOwn(known, address) ? known[address]! : null

/** Where nobody says which program it was: Jupiter is what we call, and the small numbers are the token program's. */
export const errorOfUnnamed = (code: number): ProgramError | null =>
  jupiter.errors[code] ?? (code === 1 || code === 17 ? tokenErrors[code]! : null)

/** Of a number alone, where nothing else is known; null where nothing failed. */
export const meaningOf = (code: number | null): FailureMeaning | null =>
  code === null ? null : (errorOfUnnamed(code)?.means ?? 'other')
