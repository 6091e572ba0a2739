import type { LandedTransaction, TokenBalance } from '../chain/chain-types'
import type { Chain } from '../chain/chain'
import { readMint } from '../chain/token-account'
import { PriceHistory, type HistoryState } from '../market/price-history'
import { tokenFacts, type TokenFacts } from '../market/token-facts'
import { invented, TIERS, type TokenSpec } from '../market/token-spec'
import type { Meteora, MeteoraPool } from '../meteora/pools'
import { LAUNCH_DECIMALS, LAUNCH_SUPPLY } from '../meteora/terms'
import { WRAPPED_SOL } from '../amm/addresses'
import type { Launch } from './launchpad'

type World = {
  chain: Chain
  meteora: Meteora
  solUsd: () => number
  saved?: HistoryState | undefined
}

const DEX = {
  dbc: { id: 'meteora-dbc', name: 'Meteora DBC' },
  damm: { id: 'meteora-damm-v2', name: 'Meteora DAMM V2' },
}
const minuteOf = (ms: number): number => Math.floor(ms / 60_000)

/** SOL for one whole token, by the pool's square root price. */
export const launchPriceInSol = (meteora: Meteora, pool: MeteoraPool): number =>
  (Number(meteora.curveState(pool).sqrtPrice) / 2 ** 64) ** 2 * 10 ** (LAUNCH_DECIMALS - 9)

/** What data vendors tell of a launch: price and volume as they were traded, the rest made up from both. */
export const launchRecord = ({ chain, meteora, solUsd, saved }: World, launch: Launch) => {
  const { mint } = launch
  const priceUsd = (): number => {
    const pool = meteora.poolOf(mint)
    return pool ? launchPriceInSol(meteora, pool) * solUsd() : 0
  }
  const spec: TokenSpec = {
    ...invented(
      mint,
      launch.symbol,
      launch.name,
    )({
      ...{ decimals: LAUNCH_DECIMALS, priceUsd: priceUsd(), liquidityUsd: 0, volume24hUsd: 0 },
      ...{ supply: Number(LAUNCH_SUPPLY / 10n ** BigInt(LAUNCH_DECIMALS)), feeTier: TIERS.wild },
      ...{ ageDays: 1 / 1_440, verified: false, organicScore: 15, tags: ['bags.fun'] },
    }),
    mint,
  }
  const anchor = { seed: mint, anchorMinute: minuteOf(launch.createdAt), anchorPrice: spec.priceUsd }
  const history = saved ? PriceHistory.restore(spec, saved) : new PriceHistory(spec, anchor)
  let trades = 0

  const note = (minute: number, volume = 0): void => history.record(minute, priceUsd(), volume)

  const count = (landed: LandedTransaction, minute: number): void => {
    const pool = meteora.poolOf(mint)
    if (landed.err !== null || !pool) return
    const place = landed.accountKeys.findIndex(({ address }) => address === pool.quoteVault)
    if (place < 0) return
    const held = (list: TokenBalance[]): bigint =>
      list.find(({ accountIndex }) => accountIndex === place)?.amount ?? 0n
    const moved = Math.abs(Number(held(landed.postTokenBalances) - held(landed.preTokenBalances)))
    if (moved === 0) return
    trades++
    note(minute, (moved / 1e9) * solUsd())
  }

  const facts = (present: Launch): TokenFacts => {
    const pool = meteora.poolOf(mint)!
    const account = chain.getAccount(mint)
    const mintFacts = account && readMint(account.owner, account.data)
    const told = tokenFacts(
      {
        ...spec,
        holderCount: 8 + Math.round(trades * 0.7),
        topHoldersPercentage: 18 + (mint.charCodeAt(0) % 17),
      },
      {
        ...{ tokenProgram: account?.owner ?? '', startedAt: present.createdAt + spec.ageDays * 86_400_000 },
        mintAuthority: mintFacts?.mintAuthority ?? null,
        freezeAuthority: mintFacts?.freezeAuthority ?? null,
        ...{ history, pool: pool.address, priceUsd: priceUsd() },
        liquidityUsd: (2 * Number(meteora.quoteReserve(pool)) * solUsd()) / 1e9,
      },
    )
    // Assigned, not spread: the figures of trading are worked out when they are asked for.
    return Object.assign(told, { market: { dex: DEX[pool.kind], quoteMint: WRAPPED_SOL } })
  }

  return { spec, history, note, count, facts }
}

export type LaunchRecord = ReturnType<typeof launchRecord>
