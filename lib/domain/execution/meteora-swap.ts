import type { DecodedInstruction } from './decoded-transaction'
import { startsWith, u64At } from './little-endian'
import { DAMM_V2_PROGRAM, DBC_PROGRAM } from './program-addresses'

/** What a swap instruction of Meteora's DBC or DAMM v2 promises. Amounts in base units. */
export type MeteoraSwap = {
  authority: string
  source: string
  destination: string
  /** The pool's two mints; which goes in is told by the accounts' owners. */
  mints: readonly [string, string]
  inputRaw: bigint
  guaranteedOutRaw: bigint
}

/**
 * Accounts by the programs' IDLs (dynamic_bonding_curve 0.1.5 and cp_amm 0.1.0, as published in @bagsfm/bags-sdk 1.3.7):
 * DBC lists its config before the pool, else both are alike.
 */
const ACCOUNTS: Record<
  string,
  { source: number; destination: number; mints: [number, number]; payer: number }
> = {
  [DBC_PROGRAM]: { source: 3, destination: 4, mints: [7, 8], payer: 9 },
  [DAMM_V2_PROGRAM]: { source: 2, destination: 3, mints: [6, 7], payer: 8 },
}

/** First eight bytes of sha256("global:swap") and of sha256("global:swap2"). */
const SWAP = [0xf8, 0xc6, 0x9e, 0x91, 0xe1, 0x75, 0x87, 0xc8]
const SWAP2 = [0x41, 0x4b, 0x3f, 0x4c, 0xeb, 0x5b, 0x5b, 0x88]
/** Modes of `swap2`: exact input and partial fill spend at most the first amount for at least the second. */
const EXACT_OUT = 2

export const isMeteoraProgram = (programId: string): boolean => programId in ACCOUNTS

/** null for every instruction that is not such a swap. */
export const readMeteoraSwap = ({ programId, data, accounts }: DecodedInstruction): MeteoraSwap | null => {
  const at = ACCOUNTS[programId]
  if (!at) return null
  const amounts = readAmounts(data)
  const [authority, source, destination] = [accounts[at.payer], accounts[at.source], accounts[at.destination]]
  const [one, other] = [accounts[at.mints[0]], accounts[at.mints[1]]]
  if (!amounts || !authority || !source || !destination || !one || !other) return null
  return { authority, source, destination, mints: [one, other], ...amounts }
}

const readAmounts = (data: Uint8Array): Pick<MeteoraSwap, 'inputRaw' | 'guaranteedOutRaw'> | null => {
  const [first, second] = [u64At(data, 8), u64At(data, 16)]
  if (first === null || second === null) return null
  if (startsWith(data, SWAP) && data.length === 24) return { inputRaw: first, guaranteedOutRaw: second }
  if (!startsWith(data, SWAP2) || data.length !== 25 || data[24]! > EXACT_OUT) return null
  return data[24] === EXACT_OUT
    ? { inputRaw: second, guaranteedOutRaw: first }
    : { inputRaw: first, guaranteedOutRaw: second }
}
