import type { ChainAccount } from '@/sandbox/chain/chain'
import { isTokenAccountData, isTokenProgram } from '@/sandbox/chain/token-account'
import { decodeBytes, isRecord, natural } from './params'
import { invalidParams } from './rpc-error'

export type AccountFilter = (account: ChainAccount) => boolean

/** The `filters` of getProgramAccounts and programSubscribe: dataSize, memcmp, tokenAccountState. */
export function accountFilter(filters: unknown): AccountFilter {
  if (filters === undefined || filters === null) return () => true
  if (!Array.isArray(filters)) throw invalidParams('Invalid params: filters must be a list')
  const checks = filters.map(oneFilter)
  return (account) => checks.every((check) => check(account))
}

function oneFilter(filter: unknown): AccountFilter {
  if (filter === 'tokenAccountState' || (isRecord(filter) && 'tokenAccountState' in filter)) {
    return ({ owner, data }) => isTokenProgram(owner) && isTokenAccountData(data)
  }
  if (isRecord(filter) && filter.dataSize !== undefined) {
    const size = Number(natural(filter.dataSize, 'dataSize'))
    return ({ data }) => data.length === size
  }
  if (isRecord(filter) && isRecord(filter.memcmp)) {
    const { bytes, encoding, offset } = filter.memcmp
    if (typeof bytes !== 'string') throw invalidParams('Invalid params: memcmp.bytes must be a string')
    const start = Number(natural(offset, 'memcmp.offset'))
    const wanted = Buffer.from(decodeBytes(bytes, encoding))
    return ({ data }) => wanted.equals(data.subarray(start, start + wanted.length))
  }
  throw invalidParams('Invalid params: a filter is one of dataSize, memcmp, tokenAccountState')
}
