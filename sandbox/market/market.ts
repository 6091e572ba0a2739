import type { Chain, LandedTransaction } from '../chain/chain'
import { USDC } from '../amm/addresses'
import { installAmm, type Amm } from '../amm/pools'
import { createLaunchEngine, type LaunchPace } from '../launches/launch-engine'
import { Launchpad } from '../launches/launchpad'
import { installMeteora, type Meteora } from '../meteora/pools'
import { readMint } from '../chain/token-account'
import { roundCandle, type Candle } from './candles'
import { changeToken, type TokenChange } from './change-token'
import { listToken } from './list-token'
import { MarketError } from './market-errors'
import { readState, type MarketState } from './market-state'
import { checkSettings, wantedPrice, type PriceChange } from './market-input'
import { openOperator, type Airdrop, type Operator } from './operator'
import { poolTrades } from './pool-trades'
import { PriceEngine, midPrice, type EngineSettings, type EngineState } from './price-engine'
import { PriceHistory } from './price-history'
import { volumeProcess } from './price-process'
import { tokenFacts, type TokenFacts } from './token-facts'
import { TOKEN_LIST } from './token-list'
import { moreTokens } from './more-tokens'
import type { TokenSpec } from './token-spec'

/** `engine` is the engine's state from after `saved`, if there is one. */
export type MarketOptions = {
  chain: Chain
  seed: string
  saved?: unknown
  engine?: EngineState | null
  /** Ordinary tokens listed beside the usual ones. */
  extraTokens?: number
  /** How launches come and trade by themselves; none do without it. */
  launchPace?: LaunchPace | undefined
}
export type MarketRow = {
  mint: string
  symbol: string
  decimals: number
  priceUsd: number
  liquidityUsd: number
  volume24hUsd: number
}
type Listed = {
  spec: TokenSpec
  history: PriceHistory
  volume: ReturnType<typeof volumeProcess>
  traded: number
}

const DEFAULT_HALF_LIFE_MS = 5_000
const MS_PER_DAY = 86_400_000
const minuteOf = (ms: number): number => Math.floor(ms / 60_000)

/**
 * The sandbox's market: mints, pools, moving prices, candles and the figures that data vendors tell of tokens.
 * With `saved` it continues where `snapshot` was taken, on a chain restored from the same moment.
 */
export class Market {
  readonly amm: Amm
  readonly meteora: Meteora
  readonly launchpad: Launchpad
  readonly operator: Operator
  readonly startedAt: number
  private readonly seed: string
  private readonly chain: Chain
  private readonly engine: PriceEngine
  private readonly listed = new Map<string, Listed>()
  private stopped: (() => void)[] = []
  private readonly launchStep: ((elapsedMs: number) => void) | null

  constructor({ chain, seed, saved, engine, extraTokens = 0, launchPace }: MarketOptions) {
    const specs = [...TOKEN_LIST, ...moreTokens(extraTokens)]
    const state = readState(saved)
    this.chain = chain
    this.seed = state?.seed ?? seed
    this.startedAt = state?.startedAt ?? chain.now()
    this.amm = installAmm(chain)
    for (const spec of specs) listToken(chain, this.amm, spec, this.startedAt)
    const settings: EngineSettings = { seed, frozen: false, speed: 1, halfLifeMs: DEFAULT_HALF_LIFE_MS }
    const moving = specs.filter((spec) => spec.mint !== USDC)
    this.engine = new PriceEngine(this.amm, moving, engine ?? state?.engine ?? settings)
    for (const spec of specs) {
      const known = state?.histories[spec.mint]
      const anchorMinute = minuteOf(this.startedAt)
      const history = known
        ? PriceHistory.restore(spec, known)
        : new PriceHistory(spec, { seed: this.seed, anchorMinute, anchorPrice: spec.priceUsd })
      this.listed.set(spec.mint, {
        spec,
        history,
        volume: volumeProcess(this.seed, spec.mint, spec),
        traded: 0,
      })
    }
    this.operator = openOperator(chain)
    this.meteora = installMeteora(chain)
    const sol = this.resolve('SOL')
    const solUsd = () => this.priceOf(sol)
    const launches = { chain, amm: this.amm, meteora: this.meteora, solUsd, saved: state?.launches }
    this.launchpad = new Launchpad(launches)
    this.launchStep = launchPace ? createLaunchEngine(this.launchpad, seed, launchPace) : null
    this.record()
  }

  /** Moves with the chain: one step at the beginning of each slot. */
  start(): void {
    if (this.stopped.length > 0) return
    const step = () => this.step()
    this.chain.on('slot', step)
    this.stopped = [
      () => this.chain.off('slot', step),
      this.chain.onAfterExecute((landed) => this.countTrade(landed)),
    ]
  }

  stop(): void {
    for (const undo of this.stopped) undo()
    this.stopped = []
  }

  /** One slot of market time. */
  step(): void {
    const elapsedMs = this.chain.slotMs
    const returns = this.engine.step(elapsedMs)
    const days = (elapsedMs * this.engine.current.speed) / MS_PER_DAY
    const dollar = this.listed.get(USDC)
    for (const [mint, change] of returns) {
      const token = this.listed.get(mint)
      if (!token) continue
      const volume = token.spec.volume24hUsd * token.volume(this.engine.tick, days, change)
      token.traded += volume
      if (dollar) dollar.traded += volume
    }
    this.launchpad.step()
    if (!this.engine.current.frozen) this.launchStep?.(elapsedMs * this.engine.current.speed)
    this.record()
  }

  settings(): EngineSettings {
    return this.engine.current
  }

  steer(settings: Partial<EngineSettings>): void {
    checkSettings(settings)
    this.engine.change(settings)
  }

  /** Moves reference and pool now. `changePct` counts from the present pool price. */
  setPrice(mintOrSymbol: string, change: PriceChange): void {
    const spec = this.resolve(mintOrSymbol)
    if (spec.mint === USDC)
      throw new MarketError('invalid_input', 'USDC is the unit of every price and stays at 1')
    const priceUsd = wantedPrice(change, this.byMint(spec.mint)?.priceUsd ?? 0)
    if (this.launchpad.spec(spec.mint)) return this.launchpad.setPrice(spec.mint, priceUsd)
    this.engine.move(spec, priceUsd, change.liquidityUsd)
    this.record()
  }

  /** Uses the power that a token's owner has. Throws where there is none. */
  changeToken(mintOrSymbol: string, change: TokenChange): void {
    changeToken(this.chain, this.amm, this.resolve(mintOrSymbol), change)
  }

  /** A token by mint address or by symbol. Throws when there is none, or when two tokens have the symbol. */
  resolve(mintOrSymbol: string): TokenSpec {
    const byMint = this.listed.get(mintOrSymbol)?.spec ?? this.launchpad?.spec(mintOrSymbol)
    if (byMint) return byMint
    const symbol = mintOrSymbol.toUpperCase()
    const matches = [...this.listed.values()].flatMap(({ spec }) => (spec.symbol === symbol ? [spec] : []))
    if (matches.length === 1 && matches[0]) return matches[0]
    const launched = matches.length === 0 ? this.launchpad?.bySymbol(symbol) : null
    if (launched) return this.launchpad.spec(launched.mint)!
    if (matches.length === 0) {
      throw new MarketError('unknown_token', `No token has the mint or symbol "${mintOrSymbol}"`, 'token')
    }
    const mints = matches.map((spec) => spec.mint).join(' and ')
    throw new MarketError('ambiguous_symbol', `${symbol} is the symbol of ${mints}: name the mint`, 'token')
  }

  rows(): MarketRow[] {
    return this.listedFacts().map(({ mint, symbol, decimals, priceUsd, liquidityUsd, stats }) => {
      const { buyVolume, sellVolume } = stats['24h']
      return { mint, symbol, decimals, priceUsd, liquidityUsd, volume24hUsd: buyVolume + sellVolume }
    })
  }

  mints(): string[] {
    return [...this.listed.keys()]
  }

  /** Launches too, newest first, after the market's own tokens. */
  all(): TokenFacts[] {
    const launched = this.launchpad.list().flatMap(({ mint }) => this.launchpad.facts(mint) ?? [])
    return [...this.listedFacts(), ...launched]
  }

  private listedFacts(): TokenFacts[] {
    return [...this.listed.values()].map((token) => this.describe(token))
  }

  byMint(mint: string): TokenFacts | null {
    const token = this.listed.get(mint)
    return token ? this.describe(token) : this.launchpad.facts(mint)
  }

  /** Minute candles, oldest first, from `fromSeconds` up to but without `toSeconds`; at most seven days of them. */
  candles(mint: string, fromSeconds: number, toSeconds: number): Candle[] {
    const history = this.listed.get(mint)?.history ?? this.launchpad.history(mint)
    if (!history) return []
    const first = Math.max(history.firstMinute, Math.ceil(fromSeconds / 60))
    const end = Math.min(history.endMinute, Math.ceil(toSeconds / 60))
    const candles: Candle[] = []
    for (let minute = first; minute < end; minute++) {
      const candle = history.at(minute)
      if (candle) candles.push(roundCandle(candle))
    }
    return candles
  }

  airdrop(wallet: string, amounts: Airdrop): LandedTransaction | null {
    return this.operator.airdrop(wallet, amounts)
  }

  transferTokens(from: string, to: string, mintOrSymbol: string, amountRaw: bigint): LandedTransaction {
    return this.operator.transferTokens(from, to, this.resolve(mintOrSymbol), amountRaw)
  }

  /** The part of the snapshot that prices depend on; the rest is records. */
  engineState(): EngineState {
    return this.engine.snapshot()
  }

  snapshot(): MarketState {
    const histories = Object.fromEntries(
      [...this.listed].map(([mint, { history }]) => [mint, history.snapshot()]),
    )
    return {
      version: 1,
      seed: this.seed,
      startedAt: this.startedAt,
      engine: this.engine.snapshot(),
      histories,
      launches: this.launchpad.snapshot(),
    }
  }

  private describe({ spec, history }: Listed): TokenFacts {
    const pool = this.amm.poolOf(spec.mint)
    const pools = pool ? [pool] : this.amm.pools()
    const usdc = pools.reduce((sum, each) => sum + Number(this.amm.reserves(each).usdc), 0) / 1e6
    const account = this.chain.getAccount(spec.mint)
    const mint = account && readMint(account.owner, account.data)
    return tokenFacts(spec, {
      tokenProgram: account?.owner ?? '',
      mintAuthority: mint?.mintAuthority ?? null,
      freezeAuthority: mint?.freezeAuthority ?? null,
      history,
      pool: pool?.address ?? null,
      priceUsd: this.priceOf(spec),
      liquidityUsd: pool ? 2 * usdc : usdc,
      startedAt: this.startedAt,
    })
  }

  private priceOf(spec: TokenSpec): number {
    const pool = this.amm.poolOf(spec.mint)
    return pool ? midPrice(this.amm.reserves(pool), spec.decimals) : spec.priceUsd
  }

  private record(): void {
    const minute = minuteOf(this.chain.now())
    for (const token of this.listed.values()) {
      const price = token.spec.mint === USDC ? 1 : this.engine.price(token.spec)
      token.history.record(minute, price, token.traded)
      token.traded = 0
    }
    this.launchpad.takeNote(minute)
  }

  /** A user's trade is part of the volume, and its price part of the candle. */
  private countTrade(landed: LandedTransaction): void {
    this.launchpad.countTrade(landed, minuteOf(this.chain.now()))
    for (const { mint, volumeUsd } of poolTrades(this.amm, landed)) {
      const token = this.listed.get(mint)
      token?.history.record(minuteOf(this.chain.now()), this.priceOf(token.spec), volumeUsd)
    }
  }
}
