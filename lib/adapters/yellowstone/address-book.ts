import bs58 from 'bs58'

const keyOf = (bytes: Uint8Array): string =>
  (bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString(
    'latin1',
  )

/** Things by address that are asked for by the 32 bytes of it: working out the text would cost more than all else. */
export const createAddressBook = <T>() => {
  const entries = new Map<string, T>()
  const texts = new Map<string, string>()
  const names = new Map<string, string>()
  return {
    get: (address: string): T | undefined => entries.get(address),
    addresses: (): Iterable<string> => entries.keys(),
    /** Undefined where it is not in the book. */
    addressOf: (bytes: Uint8Array): string | undefined => texts.get(keyOf(bytes)),
    /** Of any address; remembered, because few programs own most accounts. */
    nameOf: (bytes: Uint8Array): string => {
      const key = keyOf(bytes)
      const known = names.get(key)
      if (known !== undefined) return known
      if (names.size >= MOST_NAMES) names.clear()
      const name = bs58.encode(bytes)
      names.set(key, name)
      return name
    },
    /** Answers those that were not in it. */
    add: (addresses: readonly string[], make: () => T): string[] => {
      const added = [...new Set(addresses)].filter((address) => !entries.has(address))
      for (const address of added) {
        entries.set(address, make())
        texts.set(keyOf(bs58.decode(address)), address)
      }
      return added
    },
    remove: (address: string): boolean => {
      texts.delete(keyOf(bs58.decode(address)))
      return entries.delete(address)
    },
  }
}

const MOST_NAMES = 10_000
