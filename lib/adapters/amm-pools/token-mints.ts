import type { TransferTax } from '@/lib/domain/pools/pool-snapshot'
import { epochOf, feeInEpoch, readMintAccount } from '@/lib/domain/tokens/mint-account'
import { SOL_DECIMALS, USDC_DECIMALS } from '@/lib/domain/money/units'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { Fields, oncePerAccount } from './account-fields'

type Accounts = ReadonlyMap<string, AccountUpdate>
const SUPPLY = 36

const mintFacts = oncePerAccount(({ owner, data }) => readMintAccount(owner, data))

/** What nobody can change, so that it needs no account. */
const DECIMALS: Readonly<Record<string, number>> = { [WSOL_MINT]: SOL_DECIMALS, [USDC_MINT]: USDC_DECIMALS }

/** Of a pool's mints those whose accounts say what is not known without them. */
export const mintsToRead = (mints: readonly string[]): string[] =>
  mints.filter((mint) => DECIMALS[mint] === undefined)

/** The newest slot of any account: in which epoch a tax is taken. */
const newestSlot = (accounts: Accounts): bigint =>
  [...accounts.values()].reduce((slot, account) => (account.slot > slot ? account.slot : slot), 0n)

/** What a transfer of this mint is taxed; undefined: nothing; null while its account is missing or unreadable. */
export const taxOf = (accounts: Accounts, mint: string): TransferTax | undefined | null => {
  if (DECIMALS[mint] !== undefined) return undefined
  const account = accounts.get(mint)
  const facts = account && mintFacts(account)
  if (!facts) return null
  if (!facts.fees) return undefined
  const { bps, maximumRaw } = feeInEpoch(facts.fees, epochOf(newestSlot(accounts)))
  return bps > 0 ? { bps, maximumRaw } : undefined
}

/** null while the mint's account is missing or unreadable. */
export const decimalsOf = (accounts: Accounts, mint: string): number | null => {
  const account = accounts.get(mint)
  return DECIMALS[mint] ?? (account ? (mintFacts(account)?.decimals ?? null) : null)
}

export const supplyOf = (accounts: Accounts, mint: string): bigint | null => {
  const account = accounts.get(mint)
  return account && mintFacts(account) ? new Fields(account.data).u64(SUPPLY) : null
}

/** Decimals and taxes of both sides as a snapshot names them; null while one is not known. */
export const sidesOf = (accounts: Accounts, baseMint: string, quoteMint: string) => {
  const [baseDecimals, quoteDecimals] = [decimalsOf(accounts, baseMint), decimalsOf(accounts, quoteMint)]
  const [baseTax, quoteTax] = [taxOf(accounts, baseMint), taxOf(accounts, quoteMint)]
  if (baseDecimals === null || quoteDecimals === null || baseTax === null || quoteTax === null) return null
  return { baseMint, quoteMint, baseDecimals, quoteDecimals, baseTax, quoteTax }
}
