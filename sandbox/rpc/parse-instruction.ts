import bs58 from 'bs58'
import { encodeAddress, SYSTEM_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/sandbox/chain/addresses'
import { uiAmount } from './ui-amount'

type Source = { programId: string; accounts: string[]; data: Uint8Array; stackHeight: number }
type Parsed = { type: string; info: Record<string, unknown> } | string
type Parser = (accounts: string[], data: Buffer, decimalsOf: (mint: string) => number) => Parsed | null

const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'
const MEMO_PROGRAMS = [
  'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr',
  'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo',
]

/** The jsonParsed form of the instructions wallets meet; others keep their raw data, as on a real node. */
export function parsedInstruction(source: Source, decimalsOf: (mint: string) => number): unknown {
  const { programId, accounts, data, stackHeight } = source
  const known = PROGRAMS[programId]
  const parsed = known?.parse(accounts, Buffer.from(data), decimalsOf)
  return known && parsed
    ? { program: known.program, programId, parsed, stackHeight }
    : { programId, accounts, data: bs58.encode(data), stackHeight }
}

const parseSystem: Parser = (accounts, data) => {
  const kind = data.length >= 4 ? data.readUInt32LE(0) : -1
  if (kind === 2 && data.length >= 12) {
    const lamports = Number(data.readBigUInt64LE(4))
    return { type: 'transfer', info: { source: accounts[0], destination: accounts[1], lamports } }
  }
  if (kind === 0 && data.length >= 52) {
    const info = {
      source: accounts[0],
      newAccount: accounts[1],
      lamports: Number(data.readBigUInt64LE(4)),
      space: Number(data.readBigUInt64LE(12)),
      owner: encodeAddress(data.subarray(20, 52)),
    }
    return { type: 'createAccount', info }
  }
  return null
}

const parseAssociatedToken: Parser = (accounts, data) => {
  const type = data.length === 0 || data[0] === 0 ? 'create' : data[0] === 1 ? 'createIdempotent' : null
  if (!type) return null
  const [source, account, wallet, mint, systemProgram, tokenProgram] = accounts
  return { type, info: { source, account, wallet, mint, systemProgram, tokenProgram } }
}

const amountOf = (data: Buffer) => (data.length >= 9 ? data.readBigUInt64LE(1) : 0n)

/** By the first byte of the data. */
const TOKEN_INSTRUCTIONS: Record<number, Parser> = {
  3: ([source, destination, authority], data) => ({
    type: 'transfer',
    info: { source, destination, authority, amount: amountOf(data).toString() },
  }),
  7: ([mint, account, mintAuthority], data) => ({
    type: 'mintTo',
    info: { mint, account, mintAuthority, amount: amountOf(data).toString() },
  }),
  8: ([account, mint, authority], data) => ({
    type: 'burn',
    info: { account, mint, authority, amount: amountOf(data).toString() },
  }),
  9: ([account, destination, owner]) => ({ type: 'closeAccount', info: { account, destination, owner } }),
  12: ([source, mint, destination, authority], data, decimalsOf) => ({
    type: 'transferChecked',
    info: {
      source,
      mint,
      destination,
      authority,
      tokenAmount: uiAmount(amountOf(data), decimalsOf(mint ?? '')),
    },
  }),
  17: ([account]) => ({ type: 'syncNative', info: { account } }),
  18: ([account, mint], data) => ({
    type: 'initializeAccount3',
    info: { account, mint, owner: encodeAddress(data.subarray(1, 33)) },
  }),
}

const parseToken: Parser = (accounts, data, decimalsOf) =>
  TOKEN_INSTRUCTIONS[data[0] ?? -1]?.(accounts, data, decimalsOf) ?? null

const PROGRAMS: Record<string, { program: string; parse: Parser }> = {
  [SYSTEM_PROGRAM]: { program: 'system', parse: parseSystem },
  [TOKEN_PROGRAM]: { program: 'spl-token', parse: parseToken },
  [TOKEN_2022_PROGRAM]: { program: 'spl-token', parse: parseToken },
  [ASSOCIATED_TOKEN_PROGRAM]: { program: 'spl-associated-token-account', parse: parseAssociatedToken },
  ...Object.fromEntries(
    MEMO_PROGRAMS.map((id) => [
      id,
      { program: 'spl-memo', parse: (_accounts: string[], data: Buffer) => data.toString('utf8') },
    ]),
  ),
}
