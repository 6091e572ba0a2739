import { createHash } from 'node:crypto'
import bs58 from 'bs58'
import { configAccount, poolAccount, tokenAccount } from '@/lib/adapters/amm-pools/__fixtures__/account-bytes'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'

/** Pools as Raydium lays them out, the same in both processes. */
export const POOLS = 500
export const FIRST_SLOT = 300_000_000n
/** A million dollars on either side of a token of a dollar. */
export const DEPTH = 10n ** 12n

const addressFor = (what: string, number: number): string =>
  bs58.encode(createHash('sha256').update(`${what} ${number}`).digest())

export type BenchPool = { mint: string; address: string; vaults: [base: string, quote: string] }

export const benchPools: readonly BenchPool[] = Array.from({ length: POOLS }, (_, number) => ({
  mint: addressFor('mint', number),
  address: addressFor('pool', number),
  vaults: [addressFor('base', number), addressFor('quote', number)],
}))

const CONFIG = addressFor('config', 0)

/** Every account of every pool before the first swap. */
export const firstAccounts = (): Map<string, AccountUpdate> => {
  const accounts = benchPools.flatMap(({ mint, address, vaults }) => [
    poolAccount({ address, config: CONFIG, vaults, mints: [mint, USDC_MINT], decimals: [6, 6] }, FIRST_SLOT),
    tokenAccount(vaults[0], mint, DEPTH, FIRST_SLOT),
    tokenAccount(vaults[1], USDC_MINT, DEPTH, FIRST_SLOT),
  ])
  accounts.push(configAccount(CONFIG, { trade: 2_500n }, FIRST_SLOT))
  return new Map(accounts.map((account) => [account.address, account]))
}
