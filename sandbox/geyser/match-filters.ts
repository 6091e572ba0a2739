import bs58 from 'bs58'
import type { ChainAccount, LandedTransaction } from '@/sandbox/chain/chain'
import { isTokenAccountData, isTokenProgram } from '@/sandbox/chain/token-account'
import type { AccountsFilter, DataFilter, Subscription, TransactionsFilter } from './messages'

type Named<T> = { name: string; matches: (value: T) => boolean }
export type AccountSeen = { address: string; signature: string | null; account: ChainAccount | null }

/** A subscription made ready to be asked once for each event. A filter that names nothing matches everything. */
export type Matcher = ReturnType<typeof matcherOf>
export function matcherOf(subscription: Subscription) {
  const accounts = named(subscription.accounts, accountMatch)
  const transactions = named(subscription.transactions, transactionMatch)
  const statuses = named(subscription.transactionsStatus, transactionMatch)
  const slots = Object.entries(subscription.slots)
  const blocks = Object.keys(subscription.blocksMeta)
  return {
    accounts: (seen: AccountSeen) => namesOf(accounts, seen),
    transactions: (landed: LandedTransaction) => namesOf(transactions, landed),
    statuses: (landed: LandedTransaction) => namesOf(statuses, landed),
    /** `own`: the status is the one of the subscription's commitment. */
    slots: (own: boolean) =>
      slots.filter(([, filter]) => own || filter.filterByCommitment !== true).map(([name]) => name),
    blocks: () => blocks,
  }
}

const named = <F, T>(filters: Record<string, F>, match: (filter: F) => (value: T) => boolean): Named<T>[] =>
  Object.entries(filters).map(([name, filter]) => ({ name, matches: match(filter) }))

const namesOf = <T>(filters: Named<T>[], value: T): string[] =>
  filters.filter(({ matches }) => matches(value)).map(({ name }) => name)

/** Everything a filter names must hold; of a list, one. */
function accountMatch({ account, owner, filters, nonemptyTxnSignature }: AccountsFilter) {
  const [addresses, owners] = [new Set(account), new Set(owner)]
  const checks = filters.map(dataMatch)
  return (seen: AccountSeen): boolean => {
    if (addresses.size > 0 && !addresses.has(seen.address)) return false
    if (owners.size > 0 && !(seen.account && owners.has(seen.account.owner))) return false
    if (nonemptyTxnSignature !== undefined && nonemptyTxnSignature !== (seen.signature !== null)) return false
    return checks.every((check) => seen.account !== null && check(seen.account))
  }
}

function dataMatch({ memcmp, datasize, tokenAccountState, lamports }: DataFilter) {
  if (memcmp) {
    const wanted = Buffer.from(memcmp.bytes ?? textBytes(memcmp))
    const offset = Number(memcmp.offset ?? 0)
    return ({ data }: ChainAccount) => wanted.equals(data.subarray(offset, offset + wanted.length))
  }
  if (datasize !== undefined) return ({ data }: ChainAccount) => data.length === Number(datasize)
  if (tokenAccountState)
    return ({ owner, data }: ChainAccount) => isTokenProgram(owner) && isTokenAccountData(data)
  const { eq, ne, lt, gt } = lamports ?? {}
  return ({ lamports: held }: ChainAccount) =>
    (eq === undefined || held === BigInt(eq)) &&
    (ne === undefined || held !== BigInt(ne)) &&
    (lt === undefined || held < BigInt(lt)) &&
    (gt === undefined || held > BigInt(gt))
}

const textBytes = ({ base58, base64 }: { base58?: string; base64?: string }): Uint8Array =>
  base58 !== undefined ? bs58.decode(base58) : Buffer.from(base64 ?? '', 'base64')

/** The sandbox has no votes: a filter that asks for them matches nothing. */
function transactionMatch(filter: TransactionsFilter) {
  return ({ signature, err, accountKeys }: LandedTransaction): boolean => {
    if (filter.vote === true) return false
    if (filter.failed !== undefined && filter.failed !== (err !== null)) return false
    if (filter.signature && filter.signature !== signature) return false
    const touched = new Set(accountKeys.map(({ address }) => address))
    const { accountInclude, accountExclude, accountRequired } = filter
    if (accountInclude.length > 0 && !accountInclude.some((address) => touched.has(address))) return false
    if (accountExclude.some((address) => touched.has(address))) return false
    return accountRequired.every((address) => touched.has(address))
  }
}
