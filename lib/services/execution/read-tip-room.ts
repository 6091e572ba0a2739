import type { Database } from '@/lib/db/client'
import { reservedLamports } from '@/lib/db/entry-lamports-repository'
import { inGroups } from '@/lib/db/grouped'
import { lastSlotOf, walletClaims } from '@/lib/db/wallet-claims-repository'
import { leavingByOperations } from '@/lib/db/wallet-operation-repository'
import type { TipRoom } from '@/lib/domain/execution/tip-room'
import type { ChainReader } from '@/lib/ports/chain'

type Wallet = { id: string; address: string }
export type ReadTipRoom = (wallet: Wallet) => Promise<TipRoom>

type Deps = { db: Database; chain: Pick<ChainReader, 'balances'>; now: () => Date }

/**
 * What a wallet has and owes now, for a trade that exists already. What is asked for together is read once: a thousand
 * exits of one wallet ask a node once.
 */
export const createTipRoom = (deps: Deps): ReadTipRoom =>
  inGroups<Wallet, TipRoom>((asked) => {
    const rooms = new Map<string, Promise<TipRoom>>()
    for (const wallet of asked) if (!rooms.has(wallet.id)) rooms.set(wallet.id, roomOf(deps, wallet))
    return Promise.all(asked.map(({ id }) => rooms.get(id)!))
  })

/** Claims before the balance, which shows at least what is booked: what ends in between counts twice, never not at all. */
const roomOf = async ({ db, chain, now }: Deps, { id, address }: Wallet): Promise<TipRoom> => {
  const since = now()
  const [{ openPositions, pendingEntries }, entryLamports, leaving, atLeast] = await Promise.all([
    walletClaims(db, id, null, since),
    reservedLamports(db, { walletId: id }, since),
    leavingByOperations(db, [id], since).then((byWallet) => byWallet.get(id)!),
    lastSlotOf(db, id),
  ])
  const { lamports } = await chain.balances(address, { atLeast })
  return { lamports: lamports - leaving.lamports, openPositions, pendingEntries, entryLamports }
}
