import { PublicKey } from '@solana/web3.js'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { Provider } from './provider'

/** What getMultipleAccounts takes in one call. */
const PER_CALL = 100

export const readAccounts = async (
  { connection, name }: Provider,
  addresses: readonly string[],
): Promise<Map<string, AccountUpdate>> => {
  const chunks: string[][] = []
  for (let at = 0; at < addresses.length; at += PER_CALL) chunks.push(addresses.slice(at, at + PER_CALL))
  const found = new Map<string, AccountUpdate>()
  await Promise.all(
    chunks.map(async (chunk) => {
      const { context, value } = await connection.getMultipleAccountsInfoAndContext(
        chunk.map((address) => new PublicKey(address)),
        'processed',
      )
      value.forEach((account, index) => {
        const address = chunk[index]!
        if (!account) return
        found.set(address, {
          address,
          owner: account.owner.toBase58(),
          data: account.data,
          slot: BigInt(context.slot),
          lamports: BigInt(account.lamports),
          node: name,
        })
      })
    }),
  )
  return found
}
