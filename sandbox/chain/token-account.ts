import { encodeAddress, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './addresses'

const ACCOUNT_SIZE = 165
const MINT_SIZE = 82
const MULTISIG_SIZE = 355
const ACCOUNT_TYPE = { mint: 1, account: 2 }
const AMOUNT_OFFSET = 64
const STATE_OFFSET = 108
const DECIMALS_OFFSET = 44

export const TOKEN_PROGRAMS: readonly string[] = [TOKEN_PROGRAM, TOKEN_2022_PROGRAM]

export const isTokenProgram = (address: string): boolean => TOKEN_PROGRAMS.includes(address)

export type TokenAccountHead = { mint: string; owner: string; amount: bigint }

/** Mint, owner and amount of an initialised token account of either token program, else null. */
export function readTokenAccount(program: string, data: Uint8Array): TokenAccountHead | null {
  if (!isTokenProgram(program) || !isTokenAccountData(data) || data[STATE_OFFSET] === 0) return null
  return {
    mint: encodeAddress(data.subarray(0, 32)),
    owner: encodeAddress(data.subarray(32, 64)),
    amount: viewOf(data).getBigUint64(AMOUNT_OFFSET, true),
  }
}

export function isTokenAccountData(data: Uint8Array): boolean {
  if (data.length === ACCOUNT_SIZE) return true
  return (
    data.length > ACCOUNT_SIZE && data.length !== MULTISIG_SIZE && data[ACCOUNT_SIZE] === ACCOUNT_TYPE.account
  )
}

export function isMintData(data: Uint8Array): boolean {
  if (data.length === MINT_SIZE) return true
  return (
    data.length > ACCOUNT_SIZE && data.length !== MULTISIG_SIZE && data[ACCOUNT_SIZE] === ACCOUNT_TYPE.mint
  )
}

export const mintDecimals = (data: Uint8Array): number => data[DECIMALS_OFFSET] ?? 0

const viewOf = (data: Uint8Array) => new DataView(data.buffer, data.byteOffset, data.byteLength)

/** An optional address as the token program packs it: a four-byte flag, then the address. */
const optionalAddress = (data: Uint8Array, offset: number): string | null =>
  viewOf(data).getUint32(offset, true) === 1 ? encodeAddress(data.subarray(offset + 4, offset + 36)) : null

export type TokenAccountDetail = TokenAccountHead & {
  state: 'uninitialized' | 'initialized' | 'frozen'
  delegate: string | null
  delegatedAmount: bigint
  /** Lamports reserved for rent, only for wrapped SOL. */
  rentExemptReserve: bigint | null
  closeAuthority: string | null
}

export function readTokenAccountDetail(program: string, data: Uint8Array): TokenAccountDetail | null {
  const head = readTokenAccount(program, data)
  if (!head) return null
  const view = viewOf(data)
  return {
    ...head,
    state: (['uninitialized', 'initialized', 'frozen'] as const)[data[STATE_OFFSET] ?? 0] ?? 'uninitialized',
    delegate: optionalAddress(data, 72),
    rentExemptReserve: view.getUint32(109, true) === 1 ? view.getBigUint64(113, true) : null,
    delegatedAmount: view.getBigUint64(121, true),
    closeAuthority: optionalAddress(data, 129),
  }
}

export type MintDetail = {
  decimals: number
  supply: bigint
  isInitialized: boolean
  mintAuthority: string | null
  freezeAuthority: string | null
}

export function readMint(program: string, data: Uint8Array): MintDetail | null {
  if (!isTokenProgram(program) || !isMintData(data)) return null
  return {
    mintAuthority: optionalAddress(data, 0),
    supply: viewOf(data).getBigUint64(36, true),
    decimals: mintDecimals(data),
    isInitialized: data[45] === 1,
    freezeAuthority: optionalAddress(data, 46),
  }
}
