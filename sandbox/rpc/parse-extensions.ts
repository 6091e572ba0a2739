import { encodeAddress, TOKEN_2022_PROGRAM } from '@/sandbox/chain/addresses'

const FIRST_EXTENSION = 166

type State = (value: DataView, bytes: Uint8Array) => Record<string, unknown> | undefined

const address = (bytes: Uint8Array): string | null =>
  bytes.every((byte) => byte === 0) ? null : encodeAddress(bytes)

const fee = (value: DataView, offset: number) => ({
  epoch: Number(value.getBigUint64(offset, true)),
  maximumFee: Number(value.getBigUint64(offset + 8, true)),
  transferFeeBasisPoints: value.getUint16(offset + 16, true),
})

/** The extensions that occur in this world, by type, as account-decoder's parse_token_extension names them. */
const EXTENSIONS: Record<number, [string, State]> = {
  1: [
    'transferFeeConfig',
    (value, bytes) => ({
      transferFeeConfigAuthority: address(bytes.subarray(0, 32)),
      withdrawWithheldAuthority: address(bytes.subarray(32, 64)),
      withheldAmount: Number(value.getBigUint64(64, true)),
      olderTransferFee: fee(value, 72),
      newerTransferFee: fee(value, 90),
    }),
  ],
  2: ['transferFeeAmount', (value) => ({ withheldAmount: Number(value.getBigUint64(0, true)) })],
  7: ['immutableOwner', () => undefined],
}

/** `{ extensions }` of a mint or account of Token-2022 that has some; the classic program's have none. */
export function parsedExtensions(program: string, data: Uint8Array): { extensions?: unknown[] } {
  if (program !== TOKEN_2022_PROGRAM || data.length <= FIRST_EXTENSION) return {}
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const extensions: unknown[] = []
  for (let at = FIRST_EXTENSION; at + 4 <= data.length;) {
    const type = view.getUint16(at, true)
    const length = view.getUint16(at + 2, true)
    const bytes = data.subarray(at + 4, at + 4 + length)
    if (type === 0 || bytes.length < length) break
    const [name, stateOf] = EXTENSIONS[type] ?? ['unparseableExtension', () => undefined]
    const state = stateOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes)
    extensions.push({ extension: name, ...(state && { state }) })
    at += 4 + length
  }
  return extensions.length > 0 ? { extensions } : {}
}
