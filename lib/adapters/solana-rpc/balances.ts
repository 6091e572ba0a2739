import { type Finality, PublicKey } from '@solana/web3.js'
import bs58 from 'bs58'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { Balances } from '@/lib/ports/chain'
import { COMMITMENT, type Provider } from './provider'
import { readTokenAccount } from './token-account-data'

const TOKEN_PROGRAMS = [TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map((address) => new PublicKey(address))

/** All from one node, so that the parts fit together; `slot` is the oldest of its answers. */
export const readBalances = async (
  { connection }: Provider,
  owner: string,
  commitment: Finality = COMMITMENT,
): Promise<Balances> => {
  const key = new PublicKey(owner)
  const [native, ...held] = await Promise.all([
    connection.getBalanceAndContext(key, commitment),
    ...TOKEN_PROGRAMS.map((programId) => connection.getTokenAccountsByOwner(key, { programId }, commitment)),
  ])
  const tokens = new Map<string, bigint>()
  const frozen = new Set<string>()
  for (const { account } of held.flatMap(({ value }) => [...value])) {
    const parsed = readTokenAccount(account.data)
    if (!parsed) continue
    const mint = bs58.encode(parsed.mint)
    tokens.set(mint, (tokens.get(mint) ?? 0n) + parsed.amount)
    if (parsed.frozen) frozen.add(mint)
  }
  const slots = [native, ...held].map(({ context }) => context.slot)
  return { lamports: BigInt(native.value), slot: BigInt(Math.min(...slots)), tokens, frozen }
}
