/** Thrown for bytes that are no transaction, or whose lookup tables are not on chain. */
export class UndecodableTransactionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UndecodableTransactionError'
  }
}

export type WireReader = {
  /** Where the next byte is. */
  at(): number
  byte(): number
  /** A view of the next bytes. */
  bytes(count: number): Uint8Array
  /** A length of one to three bytes, seven bits each, in its one shortest form. */
  length(): number
  /** Throws unless every byte was read. */
  end(): void
}

const MOST = 0xffff

/** Reads bytes from the front; throws UndecodableTransactionError where there are too few or too many. */
export const createWireReader = (wire: Uint8Array): WireReader => {
  let position = 0
  const bytes = (count: number): Uint8Array => {
    if (position + count > wire.length) throw new UndecodableTransactionError('the transaction is cut short')
    position += count
    return wire.subarray(position - count, position)
  }
  const byte = (): number => bytes(1)[0]!
  const length = (): number => {
    let value = 0
    for (let shift = 0; shift <= 14; shift += 7) {
      const next = byte()
      value |= (next & 0x7f) << shift
      if (next & 0x80) continue
      if ((next === 0 && shift > 0) || value > MOST) break
      return value
    }
    throw new UndecodableTransactionError('the transaction has a length in no canonical form')
  }
  return {
    at: () => position,
    byte,
    bytes,
    length,
    end: () => {
      if (position !== wire.length) throw new UndecodableTransactionError('bytes follow the transaction')
    },
  }
}
