import { MINT_RENT, encodeMint } from '../amm/layouts'
import type { Amm } from '../amm/pools'
import { TOKEN_PROGRAM } from '../chain/addresses'
import type { Chain, LandedTransaction } from '../chain/chain'
import { MarketError } from '../market/market-errors'
import type { HistoryState } from '../market/price-history'
import type { TokenFacts } from '../market/token-facts'
import { inventedMint, type TokenSpec } from '../market/token-spec'
import { inputToEnd } from '../meteora/curve'
import type { Meteora, MeteoraPool } from '../meteora/pools'
import { LAUNCH_DECIMALS, LAUNCH_SUPPLY } from '../meteora/terms'
import { launchName } from './launch-names'
import { openLaunchTrader } from './launch-trader'
import { launchRecord, type LaunchRecord } from './launch-record'
import { readMetadata, writeMetadata, type LaunchName } from './metadata'
import { moveLaunchPrice } from './move-launch-price'

export type LaunchStatus = 'PRE_GRAD' | 'MIGRATING' | 'MIGRATED'
export type Launch = {
  mint: string
  symbol: string
  name: string
  uri: string
  creator: string
  status: LaunchStatus
  /** Unix milliseconds. */
  createdAt: number
  curve: MeteoraPool
  graduated: MeteoraPool | null
}

export type LaunchpadOptions = {
  chain: Chain
  amm: Amm
  meteora: Meteora
  solUsd: () => number
  saved?: Record<string, HistoryState> | undefined
}

/** What the creator of a launch buys first. */
const FIRST_BUY = 30n * 10n ** 9n
/** Slots between a complete curve and its pool after graduation. */
const MIGRATION_SLOTS = 10n

/** Launches of bags.fm: opened, traded, graduated and rugged. What they are is read from the chain. */
export class Launchpad {
  readonly trader
  private readonly chain: Chain
  private readonly meteora: Meteora
  private readonly solUsd: () => number
  private readonly records = new Map<string, LaunchRecord>()
  private readonly completeSince = new Map<string, bigint>()
  private readonly migrationSlots = new Map<string, bigint>()
  /** Never changes, and deriving its address takes long. */
  private readonly names = new Map<string, LaunchName>()

  constructor({ chain, amm, meteora, solUsd, saved }: LaunchpadOptions) {
    this.chain = chain
    this.meteora = meteora
    this.solUsd = solUsd
    this.trader = openLaunchTrader(chain, amm, meteora)
    for (const { mint } of meteora.curves()) this.record(mint, saved?.[mint])
  }

  /** Newest first. */
  list(): Launch[] {
    return this.meteora
      .curves()
      .flatMap(({ mint }) => this.find(mint) ?? [])
      .sort((a, b) => b.createdAt - a.createdAt)
  }

  find(mint: string): Launch | null {
    const curve = this.meteora.curveOf(mint)
    if (!curve) return null
    const graduated = this.meteora.graduatedPoolOf(mint)
    const { symbol, name, uri } = this.nameOf(mint)
    const complete = this.meteora.curveIsComplete(curve)
    const status = graduated ? 'MIGRATED' : complete ? 'MIGRATING' : 'PRE_GRAD'
    const createdAt = Number(curve.activationPoint) * 1_000
    return { mint, symbol, name, uri, creator: curve.creator, status, createdAt, curve, graduated }
  }

  bySymbol(symbol: string): Launch | null {
    return this.list().find((launch) => launch.symbol === symbol.toUpperCase()) ?? null
  }

  spec(mint: string): TokenSpec | null {
    return this.records.get(mint)?.spec ?? null
  }

  /** A new token on a curve, with its creator's first buy. */
  launch(symbol?: string): Launch {
    const place = this.meteora.curves().length
    const known = launchName(place)
    const wanted = symbol?.toUpperCase()
    const words = wanted ? { symbol: wanted, name: wanted, uri: known.uri } : known
    const mint = inventedMint(`launch ${place}`)
    const data = encodeMint({
      ...{ supply: LAUNCH_SUPPLY, decimals: LAUNCH_DECIMALS, mintAuthority: null, freezeAuthority: null },
    })
    this.chain.setAccount(mint, { lamports: MINT_RENT, owner: TOKEN_PROGRAM, data, executable: false })
    const creator = inventedMint(`launch creator ${place % 7}`)
    writeMetadata(this.chain, mint, creator, words)
    this.meteora.openCurve(mint, creator, BigInt(Math.floor(this.chain.now() / 1_000)))
    this.record(mint)
    this.trader.buy(mint, FIRST_BUY)
    return this.find(mint)!
  }

  /** Buys what is left of the curve; the pool after graduation comes so many slots later. */
  graduate(mint: string, migrationSlots = MIGRATION_SLOTS): void {
    const pool = this.live(mint)
    this.migrationSlots.set(mint, migrationSlots)
    if (pool.kind === 'damm') throw new MarketError('invalid_input', `${mint} has graduated already`)
    this.trader.buy(mint, inputToEnd(this.meteora.curveState(pool)))
  }

  /** Everything that others hold is sold at once. */
  rug(mint: string): void {
    this.live(mint)
    const held = this.trader.held(mint)
    if (held > 0n) this.trader.sell(mint, held)
  }

  setPrice(mint: string, priceUsd: number): void {
    moveLaunchPrice(this.meteora, this.live(mint), priceUsd / this.solUsd())
  }

  /** Graduates complete curves that have waited long enough. To be called once a slot. */
  step(): void {
    const now = BigInt(Math.floor(this.chain.now() / 1_000))
    for (const pool of this.meteora.curves()) {
      if (this.meteora.graduatedPoolOf(pool.mint) || !this.meteora.curveIsComplete(pool)) continue
      const since = this.completeSince.get(pool.mint)
      if (since === undefined) {
        this.completeSince.set(pool.mint, this.chain.slot)
        this.meteora.finishCurve(pool.mint, now)
      } else if (this.chain.slot - since >= (this.migrationSlots.get(pool.mint) ?? MIGRATION_SLOTS)) {
        this.meteora.graduate(pool.mint, now)
        this.completeSince.delete(pool.mint)
      }
    }
  }

  takeNote(minute: number): void {
    for (const record of this.records.values()) record.note(minute)
  }

  countTrade(landed: LandedTransaction, minute: number): void {
    for (const record of this.records.values()) record.count(landed, minute)
  }

  facts(mint: string): TokenFacts | null {
    const launch = this.find(mint)
    return launch && (this.records.get(mint)?.facts(launch) ?? null)
  }

  history(mint: string) {
    return this.records.get(mint)?.history ?? null
  }

  snapshot(): Record<string, HistoryState> {
    return Object.fromEntries([...this.records].map(([mint, { history }]) => [mint, history.snapshot()]))
  }

  private nameOf(mint: string): LaunchName {
    const known = this.names.get(mint) ?? readMetadata(this.chain, mint)
    if (known) this.names.set(mint, known)
    return known ?? { symbol: '?', name: '?', uri: '' }
  }

  private live(mint: string): MeteoraPool {
    const pool = this.meteora.poolOf(mint)
    if (!pool) throw new MarketError('unknown_token', `No launch has the mint "${mint}"`, 'token')
    if (this.meteora.isClosed(pool))
      throw new MarketError('invalid_input', `${mint} is migrating: nothing trades for some slots`)
    return pool
  }

  private record(mint: string, saved?: HistoryState): void {
    const launch = this.find(mint)!
    const { chain, meteora, solUsd } = this
    this.records.set(mint, launchRecord({ chain, meteora, solUsd, saved }, launch))
  }
}
