import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './well-known'

/** What a token keeps of each transfer, from an epoch on: hundredths of a percent, at most `maximumRaw` base units. */
export type TransferFee = { epoch: bigint; bps: number; maximumRaw: bigint }
/** `newer` replaces `older` in its epoch; both are the same while nothing is announced. */
export type TransferFees = { older: TransferFee; newer: TransferFee }

/** What a mint account says of its token's powers. */
export type MintFacts = {
  tokenProgram: string
  decimals: number
  mintAuthorityDisabled: boolean
  freezeAuthorityDisabled: boolean
  fees: TransferFees | null
  /** Powers under which a token cannot be held and sold at will, in words; empty is as it should be. */
  blockers: string[]
}

const MINT_BYTES = 82
const ACCOUNT_BYTES = 165
const MULTISIG_BYTES = 355
const MINT_KIND = 1
const FIRST_EXTENSION = 166
const SLOTS_PER_EPOCH = 432_000n
const BPS = 10_000n

/**
 * Extension numbers of Token-2022 (solana-program/token-2022, extension/mod.rs `ExtensionType`). Those left out add
 * nothing but text, groups or interest shown on screen.
 */
const TRANSFER_FEE = 1
const HARMLESS = new Set([3, 10, 18, 19, 20, 21, 22, 23])
const FROZEN = 2

type Value = { view: DataView; bytes: Uint8Array }
const nobody = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

/** The word for an extension that gives somebody power over other people's tokens; null where it is switched off. */
const BLOCKERS: Record<number, (value: Value) => string | null> = {
  4: () => 'confidential transfers',
  6: ({ bytes }) => (bytes[0] === FROZEN ? 'accounts that start frozen' : null),
  9: () => 'tokens that cannot be transferred',
  12: ({ bytes }) => (nobody(bytes) ? null : 'a permanent delegate who may take your tokens'),
  // Authority, then program: an authority alone can still put a program there.
  14: ({ bytes }) => (nobody(bytes) ? null : 'a transfer hook, which runs foreign code'),
  16: () => 'confidential transfers',
  24: () => 'confidential minting',
  25: () => 'amounts that are shown scaled',
  26: () => 'transfers that can be paused',
}

const feeAt = ({ view }: Value, offset: number): TransferFee => ({
  epoch: view.getBigUint64(offset, true),
  maximumRaw: view.getBigUint64(offset + 8, true),
  bps: view.getUint16(offset + 16, true),
})

/** Reads a mint account of either token program; null for anything else. Layout: spl-token `Mint`, then extensions. */
export const readMintAccount = (owner: string, data: Uint8Array): MintFacts | null => {
  if (owner !== TOKEN_PROGRAM && owner !== TOKEN_2022_PROGRAM) return null
  if (owner === TOKEN_PROGRAM ? data.length !== MINT_BYTES : !isExtensible(data)) return null
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  if (data[45] !== 1) return null
  const facts: MintFacts = {
    tokenProgram: owner,
    decimals: data[44]!,
    mintAuthorityDisabled: view.getUint32(0, true) === 0,
    freezeAuthorityDisabled: view.getUint32(46, true) === 0,
    fees: null,
    blockers: [],
  }
  for (const { type, value } of extensionsOf(data)) {
    if (type === TRANSFER_FEE) facts.fees = { older: feeAt(value, 72), newer: feeAt(value, 90) }
    else if (!HARMLESS.has(type)) {
      const blocker = BLOCKERS[type] ?? (() => `the unknown extension ${type}`)
      const words = blocker(value)
      if (words !== null) facts.blockers.push(words)
    }
  }
  return facts
}

const isExtensible = (data: Uint8Array): boolean =>
  data.length === MINT_BYTES ||
  (data.length > ACCOUNT_BYTES && data.length !== MULTISIG_BYTES && data[ACCOUNT_BYTES] === MINT_KIND)

function* extensionsOf(data: Uint8Array): Generator<{ type: number; value: Value }> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let at = FIRST_EXTENSION; at + 4 <= data.length;) {
    const type = view.getUint16(at, true)
    const length = view.getUint16(at + 2, true)
    if (type === 0 || at + 4 + length > data.length) return
    const bytes = data.subarray(at + 4, at + 4 + length)
    yield { type, value: { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) } }
    at += 4 + length
  }
}

export const epochOf = (slot: bigint): bigint => slot / SLOTS_PER_EPOCH

export const feeInEpoch = ({ older, newer }: TransferFees, epoch: bigint): TransferFee =>
  epoch >= newer.epoch ? newer : older

/** Base units that stay behind when that many are moved, rounded up (`TransferFee::calculate_fee`). */
export const taxOn = (
  fee: Pick<TransferFee, 'bps' | 'maximumRaw'> | undefined,
  amountRaw: bigint,
): bigint => {
  if (!fee || fee.bps === 0) return 0n
  const tax = (amountRaw * BigInt(fee.bps) + BPS - 1n) / BPS
  return tax < fee.maximumRaw ? tax : fee.maximumRaw
}
