const view = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength)

/** Little-endian integers out of instruction data; null where the data ends before. */
export const u64At = (data: Uint8Array, offset: number): bigint | null =>
  offset >= 0 && offset + 8 <= data.length ? view(data).getBigUint64(offset, true) : null

export const u32At = (data: Uint8Array, offset: number): number | null =>
  offset >= 0 && offset + 4 <= data.length ? view(data).getUint32(offset, true) : null

export const u16At = (data: Uint8Array, offset: number): number | null =>
  offset >= 0 && offset + 2 <= data.length ? view(data).getUint16(offset, true) : null

export const startsWith = (data: Uint8Array, prefix: readonly number[]): boolean =>
  data.length >= prefix.length && prefix.every((byte, index) => data[index] === byte)
