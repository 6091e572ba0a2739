import { PublicKey } from '@solana/web3.js'
import { rentExempt } from '../amm/layouts'
import type { MeteoraChain } from '../meteora/pools'

/** Metaplex's token metadata, where a launch keeps its name: on chain, so that it outlives a restart. */
const METADATA_PROGRAM = new PublicKey('metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s')
const NAME_BYTES = 32
const SYMBOL_BYTES = 10
const URI_BYTES = 200
const KEY_METADATA_V1 = 4
const NAME_AT = 65

const addressOf = (mint: string): string =>
  PublicKey.findProgramAddressSync(
    [Buffer.from('metadata'), METADATA_PROGRAM.toBuffer(), new PublicKey(mint).toBuffer()],
    METADATA_PROGRAM,
  )[0].toBase58()

const padded = (text: string, size: number): Buffer => {
  const field = Buffer.alloc(4 + size)
  field.writeUInt32LE(size)
  Buffer.from(text).copy(field, 4, 0, size)
  return field
}

export type LaunchName = { symbol: string; name: string; uri: string }

export const writeMetadata = (
  chain: MeteoraChain,
  mint: string,
  creator: string,
  { symbol, name, uri }: LaunchName,
): void => {
  const data = Buffer.alloc(679)
  const head = [Buffer.of(KEY_METADATA_V1), new PublicKey(creator).toBuffer(), new PublicKey(mint).toBuffer()]
  Buffer.concat([
    ...head,
    padded(name, NAME_BYTES),
    padded(symbol, SYMBOL_BYTES),
    padded(uri, URI_BYTES),
  ]).copy(data)
  const owner = METADATA_PROGRAM.toBase58()
  chain.setAccount(addressOf(mint), { owner, data, lamports: rentExempt(data.length), executable: false })
}

export const readMetadata = (chain: MeteoraChain, mint: string): LaunchName | null => {
  const account = chain.getAccount(addressOf(mint))
  if (!account) return null
  const text = (offset: number, size: number): string =>
    Buffer.from(account.data.subarray(offset + 4, offset + 4 + size))
      .toString()
      .replace(/\0+$/, '')
  const symbolAt = NAME_AT + 4 + NAME_BYTES
  return {
    name: text(NAME_AT, NAME_BYTES),
    symbol: text(symbolAt, SYMBOL_BYTES),
    uri: text(symbolAt + 4 + SYMBOL_BYTES, URI_BYTES),
  }
}
