import type { Assembler, Register } from './assembler'

export const ROUTE_ACCOUNTS = 9
export const HOP_ACCOUNTS = 14

export const route = { user: 1, source: 2, destination: 3 } as const
export const hop = {
  program: 0,
  payer: 1,
  authority: 2,
  config: 3,
  pool: 4,
  input: 5,
  output: 6,
  vaultIn: 7,
  vaultOut: 8,
  tokenProgramIn: 9,
  tokenProgramOut: 10,
  mintIn: 11,
  mintOut: 12,
  /** Of a Meteora program; the observation account of Raydium's. */
  eventAuthority: 13,
} as const

/** What trades a hop's tokens. */
export const hopKind = { cpmm: 0, dbc: 1, damm: 2 } as const

/** Offsets in the loader's serialised account. */
export const account = {
  signer: 1,
  writable: 2,
  executable: 3,
  key: 8,
  owner: 40,
  lamports: 72,
  size: 80,
  data: 88,
}
export const GROWTH_ROOM = 10_240
export const pool = {
  size: 637,
  config: 8,
  vault0: 72,
  vault1: 104,
  bump: 328,
  status: 329,
  /** In Raydium's padding: 1 or 2 names the vault that takes nothing in, for pools that can be bought from only. */
  oneWay: 636,
}
export const SWAP_DISABLED = 4
export const CONFIG_TRADE_FEE_RATE = 12
export const TOKEN_AMOUNT = 64
export const MINT_DECIMALS = 44

/** The main routine's frame, as offsets from r10. */
export const frame = {
  ...{ table: -512, amounts: -40, transfer: -128, quotedOut: -48, slippage: -56, hops: -64 },
  before: -136,
  /** One word a hop. */
  kinds: -160,
}
/** What `transfer` is given a pointer to. */
export const transfer = { from: 0, mint: 8, to: 16, authority: 24, amount: 32, tokenProgram: 40 }

export const loadAccount = (a: Assembler, register: Register, index: number): void =>
  a.load(8, register, 'r10', frame.table + index * 8)

export const hopAccount = (a: Assembler, register: Register, index: number, field: number): void =>
  loadAccount(a, register, ROUTE_ACCOUNTS + index * HOP_ACCOUNTS + field)

/** Jumps to `otherwise` unless 32 bytes at two addresses are equal. Uses r4 and r5. */
export const requireEqual = (
  a: Assembler,
  [left, leftOffset]: [Register, number],
  [right, rightOffset]: [Register, number],
  otherwise: string,
): void => {
  for (let word = 0; word < 32; word += 8) {
    a.load(8, 'r4', left, leftOffset + word)
    a.load(8, 'r5', right, rightOffset + word)
    a.jumpIf('r4', '!=', 'r5', otherwise)
  }
}
