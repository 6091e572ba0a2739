import { accountKeysOf } from '@/sandbox/chain/account-keys'
import { pickPercentile } from '@/sandbox/chain/fee-samples'
import { MalformedTransactionError, parseTransaction } from '@/sandbox/chain/wire-transaction'
import { addressesAt, type Config, configAt, decodeBytes, isRecord } from '../params'
import type { RpcCall, RpcMethods } from '../rpc-call'
import { invalidParams } from '../rpc-error'

const MAX_ACCOUNTS = 128
const MAX_LOOKBACK_SLOTS = 150
const RECOMMENDED_FLOOR = 10_000

export const feeMethods: RpcMethods = {
  getRecentPrioritizationFees(params, { chain, provider }) {
    // Triton alone takes a percentile, in hundredths of a percent.
    const percentile = provider === 'triton' ? Number(configAt(params, 1).percentile ?? 0) / 10_000 : 0
    const accounts = addressesAt(params, 0, MAX_ACCOUNTS)
    return chain.fees
      .bySlot(accounts, percentile)
      .map(({ slot, price }) => ({ slot: Number(slot), prioritizationFee: Number(price) }))
  },
}

const LEVELS = { min: 0, low: 0.25, medium: 0.5, high: 0.75, veryHigh: 0.95, unsafeMax: 1 }
const DEFAULT_LEVEL = 'medium'
type Level = keyof typeof LEVELS

export const heliusMethods: RpcMethods = {
  /** Micro-lamports per compute unit from what was paid in the newest slots by transactions on the same accounts. */
  getPriorityFeeEstimate(params, call) {
    const request = configAt(params, 0)
    const options = isRecord(request.options) ? request.options : {}
    const lookback = Number(options.lookbackSlots ?? MAX_LOOKBACK_SLOTS)
    if (!Number.isInteger(lookback) || lookback < 1 || lookback > MAX_LOOKBACK_SLOTS) {
      throw invalidParams(`Invalid params: lookbackSlots must be 1 to ${MAX_LOOKBACK_SLOTS}`)
    }
    const prices = call.chain.fees.prices(accountsOf(request, options, call), lookback)
    const at = (level: Level) => Number(pickPercentile(prices, LEVELS[level]))
    if (options.includeAllPriorityFeeLevels === true) {
      const levels = Object.keys(LEVELS) as Level[]
      return { priorityFeeLevels: Object.fromEntries(levels.map((level) => [level, at(level)])) }
    }
    const estimate = at(levelOf(options.priorityLevel))
    return {
      priorityFeeEstimate: options.recommended === true ? Math.max(estimate, RECOMMENDED_FLOOR) : estimate,
    }
  },
}

function levelOf(name: unknown): Level {
  if (name === undefined || name === null || name === 'Default') return DEFAULT_LEVEL
  const level = String(name).charAt(0).toLowerCase() + String(name).slice(1)
  if (!(level in LEVELS)) throw invalidParams(`Invalid params: unknown priorityLevel ${String(name)}`)
  return level as Level
}

function accountsOf(request: Config, options: Config, { chain }: RpcCall): string[] {
  if (request.accountKeys !== undefined) return addressesAt([request.accountKeys], 0, MAX_ACCOUNTS)
  if (typeof request.transaction !== 'string') {
    throw invalidParams('Invalid params: give transaction or accountKeys')
  }
  try {
    const transaction = parseTransaction(decodeBytes(request.transaction, options.transactionEncoding))
    const keys = accountKeysOf(transaction, (address) => chain.getAccount(address)) ?? []
    return keys.filter((key) => key.writable).map((key) => key.address)
  } catch (error) {
    if (error instanceof MalformedTransactionError) throw invalidParams(error.message)
    throw error
  }
}
