import { decimal, ONE } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'
import type { PriceTick } from './price-tick'
import { READ_SOURCE } from './price-merge'
import { type PooledMint, tickFrom } from './second-look'

/** Two looks at one pool this close tell the same. */
const AGREES = decimal('0.02')

export type ReadAgainDeps = {
  accounts: AccountReader
  pooled: ReadonlyMap<string, PooledMint>
  latest: (mint: string) => PriceTick | undefined
  /** The node the stream speaks through. */
  streamNode: () => string | null
  /** Tells the price of a pool that has taken accounts over. */
  price: (entry: PooledMint, source: string) => void
  now: () => Date
  logger: Logger
}

type Accounts = ReadonlyMap<string, AccountUpdate>
type Look = { tick: PriceTick; accounts: Accounts | null; node: string | null }

/**
 * Reads a pool again from another node than the stream's, no older than the latest price. Where the two differ a
 * third node is asked, and the price in the middle counts: no single node, whichever it is, moves it beyond what an
 * honest one says. Without a third node the second is believed. What is believed is adopted, a lie is not.
 */
export const createReadAgain = (deps: ReadAgainDeps) => {
  const { pooled, now, logger } = deps

  const lookFrom = async (
    mint: string,
    atLeast: bigint,
    avoid: readonly (string | null)[],
  ): Promise<Look | null> => {
    const own = pooled.get(mint)!
    const addresses = poolsOf(mint).flatMap(({ pool }) => [...pool.layout.live, ...pool.layout.others])
    const accounts = await deps.accounts.accounts([...new Set(addresses)], {
      avoid: avoid.filter((node) => node !== null),
      atLeast,
      need: 'second-look',
    })
    const tick = tickFrom(own, pooled.get(WSOL_MINT), accounts, { atLeast, at: now(), source: READ_SOURCE })
    return tick && { tick, accounts, node: [...accounts.values()][0]?.node ?? null }
  }

  /** SOL's pool too: it prices those that pay in SOL. */
  const poolsOf = (mint: string): PooledMint[] =>
    [...new Set([WSOL_MINT, mint])].flatMap((each) => pooled.get(each) ?? [])

  const thirdLook = async (mint: string, atLeast: bigint, second: Look): Promise<Look | null> => {
    const asked = [deps.streamNode(), second.node]
    try {
      const third = await lookFrom(mint, atLeast, asked)
      return third?.node != null && asked.includes(third.node) ? null : third
    } catch {
      return null
    }
  }

  return async (mint: string): Promise<PriceTick | null> => {
    const own = pooled.get(mint)
    if (!own) return null
    const atLeast = own.pool.slot()
    const told = deps.latest(mint)
    try {
      const second = await lookFrom(mint, atLeast, [deps.streamNode()])
      if (!second || !pooled.has(mint)) return null
      const third = told?.pool && differs(told, second.tick) ? await thirdLook(mint, atLeast, second) : null
      const believed = third
        ? middle([{ tick: told!, accounts: null, node: deps.streamNode() }, second, third])
        : second
      if (third)
        logger.warn(
          { mint, believed: believed.node, second: second.node, third: third.node },
          'two nodes told different prices; a third was asked',
        )
      // What the stream told stands already.
      if (!believed.accounts) return believed.tick
      const entries = poolsOf(mint)
      for (const { pool } of entries) pool.applyTogether(believed.accounts)
      for (const entry of entries) deps.price(entry, READ_SOURCE)
      return believed.tick
    } catch (error) {
      logger.warn({ err: error, mint }, 'A price could not be read a second time')
      return null
    }
  }
}

const differs = (one: PriceTick, other: PriceTick): boolean =>
  other.priceUsd.isZero() || one.priceUsd.div(other.priceUsd).minus(ONE).abs().gt(AGREES)

/** By price, of three. */
const middle = <T extends { tick: PriceTick }>(looks: [T, T, T]): T =>
  looks.sort((one, other) => one.tick.priceUsd.comparedTo(other.tick.priceUsd))[1]
