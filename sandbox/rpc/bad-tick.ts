import { withTokenAmount, readTokenAmount } from '@/sandbox/amm/layouts'
import type { ChainAccount } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'

/** Tells the token whose pool keeps its dollars in this account; null for any other account. */
export type PricedBy = (address: string) => string | null

const MAX_U64 = (1n << 64n) - 1n
const PRECISION = 1_000_000

/** The target that stands for the stream of accounts, whoever serves it. */
export const STREAM_TARGET = 'geyser'

/**
 * `bad_tick` against whoever serves accounts: the dollars in a pool are told multiplied by its factor, and with them
 * the price. Each account told uses up one of the count. The chain itself is not changed.
 */
export function spoiled(
  faults: FaultBoard,
  targets: string[],
  pricedBy: PricedBy,
  address: string,
  account: ChainAccount,
): ChainAccount {
  const mint = pricedBy(address)
  if (mint === null) return account
  for (const target of targets) {
    const standing = faults.active(target, 'bad_tick')
    if (!standing || (standing.mint !== undefined && standing.mint !== mint)) continue
    faults.take(target, 'bad_tick')
    const factor = BigInt(Math.round(Number(standing.value) * PRECISION))
    const amount = (readTokenAmount(account.data) * factor) / BigInt(PRECISION)
    return { ...account, data: withTokenAmount(account.data, amount < MAX_U64 ? amount : MAX_U64) }
  }
  return account
}
