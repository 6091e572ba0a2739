import bs58 from 'bs58'
import { z } from 'zod'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { Balances, Holding } from '@/lib/ports/chain'
import { account, whole, withContext } from './answers'
import { atLevel, rpcCall } from './json-rpc'
import { isTooOld } from './node-errors'
import { COMMITMENT, type Provider } from './provider'
import type { CallLevel } from './request-budget'
import { readTokenAccount } from './token-account-data'

const lamportsAnswer = withContext(whole)
const accountsAnswer = withContext(z.array(z.object({ pubkey: z.string(), account })))

/** A node that has not come as far as `minContextSlot` refuses to answer. */
export type ReadAt = { commitment: 'confirmed' | 'finalized'; minContextSlot?: number }

/** All token accounts of the owner under one program, as one node has them. */
export const ownedAccounts = (provider: Provider, owner: string, programId: string, at: ReadAt) =>
  provider.ask(
    rpcCall('getTokenAccountsByOwner', owner, { programId }, { encoding: 'base64', ...at }),
    accountsAnswer,
  )

export type AskedHolding = { owner: string; mint: string | null; at: ReadAt; level: CallLevel }

/** One asset of the owner, with the slot that very answer is true for. */
export const readHolding = async (
  provider: Provider,
  { owner, mint, at, level }: AskedHolding,
): Promise<Holding> => {
  if (mint === null) {
    const { context, value } = await provider.ask(
      atLevel(level, rpcCall('getBalance', owner, at)),
      lamportsAnswer,
    )
    return { slot: context.slot, amountRaw: value }
  }
  const call = rpcCall('getTokenAccountsByOwner', owner, { mint }, { encoding: 'base64', ...at })
  const { context, value } = await provider.ask(atLevel(level, call), accountsAnswer)
  const amounts = value.map(({ account }) => readTokenAccount(account.data)?.amount ?? 0n)
  return { slot: context.slot, amountRaw: amounts.reduce((sum, amount) => sum + amount, 0n) }
}

/** Balances that are not older than `floor` where the node has come so far; else as it has them (F07). */
export const readBalancesFrom = async (
  provider: Provider,
  owner: string,
  floor: bigint,
): Promise<Balances> => {
  if (floor === 0n) return readBalances(provider, owner)
  try {
    return await readBalances(provider, owner, { commitment: COMMITMENT, minContextSlot: Number(floor) })
  } catch (error) {
    if (!isTooOld(error)) throw error
    return readBalances(provider, owner)
  }
}

/** All from one node, so that the parts fit together; `slot` is the oldest of its answers. */
export const readBalances = async (
  provider: Provider,
  owner: string,
  at: ReadAt = { commitment: COMMITMENT },
): Promise<Balances> => {
  const [native, ...held] = await Promise.all([
    provider.ask(rpcCall('getBalance', owner, at), lamportsAnswer),
    ...[TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map((program) => ownedAccounts(provider, owner, program, at)),
  ])
  const tokens = new Map<string, bigint>()
  const frozen = new Set<string>()
  for (const { account } of held.flatMap(({ value }) => value)) {
    const parsed = readTokenAccount(account.data)
    if (!parsed) continue
    const mint = bs58.encode(parsed.mint)
    tokens.set(mint, (tokens.get(mint) ?? 0n) + parsed.amount)
    if (parsed.frozen) frozen.add(mint)
  }
  const slots = [native, ...held].map(({ context }) => context.slot)
  const slot = slots.reduce((oldest, one) => (one < oldest ? one : oldest))
  return { lamports: native.value, slot, tokens, frozen }
}
