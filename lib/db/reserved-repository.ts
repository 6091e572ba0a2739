import { and, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { orders } from '@/drizzle/schema'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { Executor } from './client'
import { inOneGo } from './in-one-go'
import { oneOfUsers } from './one-of-users'
import { isNoSlice, unspentInput } from './unspent-input'
import { leavingByOperations } from './wallet-operation-repository'

const UNRESOLVED = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const
const BOUGHT = ['FILLED', 'PARTIALLY_FILLED'] as const

export type Reserved = { usdcRaw: bigint; lamports: bigint; count: number }
type Payer = { userId: number; walletId: string }

/**
 * What accepted entries and transfers may still take from a wallet of each user: unfinished ones, and those that
 * finished at or after `since`, because a balance read at that moment may not show them yet. `count` is of all the
 * user's wallets. Has an answer for every wallet. `except`: an entry that does not count against itself.
 */
export const reservedOfPayers = async (
  tx: Executor,
  payers: readonly Payer[],
  since: Date,
  except?: string,
): Promise<ReadonlyMap<string, Reserved>> => {
  const entries = tx
    .select({
      userId: orders.userId,
      walletId: orders.walletId,
      usdcRaw: sql<string>`coalesce(sum(${unspentInput(since)}), 0)`,
      count: sql<string>`count(*) filter (where ${inArray(orders.status, UNRESOLVED)})`,
    })
    .from(orders)
    .where(
      and(
        oneOfUsers(
          orders.userId,
          payers.map(({ userId }) => userId),
        ),
        eq(orders.side, 'BUY'),
        isNoSlice,
        except === undefined ? undefined : ne(orders.id, except),
        or(
          inArray(orders.status, UNRESOLVED),
          and(inArray(orders.status, BOUGHT), gte(orders.updatedAt, since)),
        ),
      ),
    )
    .groupBy(orders.userId, orders.walletId)
  const walletIds = payers.map(({ walletId }) => walletId)
  const [rows, leaving] = await inOneGo([entries, leavingByOperations(tx, walletIds, since)])
  const reservedOf = ({ userId, walletId }: Payer): Reserved => {
    const own = rows.filter((row) => row.userId === userId)
    const { tokens, lamports } = leaving.get(walletId)!
    const spending = BigInt(own.find((row) => row.walletId === walletId)?.usdcRaw ?? 0)
    return {
      usdcRaw: spending + (tokens.get(USDC_MINT) ?? 0n),
      lamports,
      count: own.reduce((sum, row) => sum + Number(row.count), 0),
    }
  }
  return new Map(payers.map((payer) => [payer.walletId, reservedOf(payer)]))
}

export const reservedByEntries = async (
  tx: Executor,
  { except, ...payer }: Payer & { except?: string | undefined },
  since: Date,
): Promise<Reserved> => (await reservedOfPayers(tx, [payer], since, except)).get(payer.walletId)!
