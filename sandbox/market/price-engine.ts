import type { Amm, Pool, Reserves } from '../amm/pools'
import { MarketError } from './market-errors'
import { priceProcess, type PriceProcess } from './price-process'
import type { TokenSpec } from './token-spec'

export type EngineSettings = {
  seed: string
  /** Stops the references; pools are still pulled towards them. */
  frozen: boolean
  /** Market time per real time. */
  speed: number
  /** Time in which arbitrage closes half of the distance between a pool and its reference. */
  halfLifeMs: number
}

type TokenState = {
  reference: number
  /** Where the reference is slowly drawn back to, so that days of random steps stay believable. */
  home: number
  /** Square root of the product of the reserves; price moves keep it, trades let the fees grow it. */
  depth: number
}

export type EngineState = EngineSettings & {
  tick: number
  tokens: Record<string, TokenState & { token: string; usdc: string }>
}

const MS_PER_DAY = 86_400_000
const HOMING_DAYS = 2
const SETTLED = 1e-7
const USDC_UNIT = 1e6
const MAX_RESERVE = 2 ** 62
const MIN_USDC = 1_000
/** Room left on both ends when a price is set by hand, so that the walk can go on from there. */
const SET_PRICE_ROOM = 4

/** USD per whole token at which a pool trades an infinitely small amount. */
export const midPrice = (reserves: Reserves, decimals: number): number =>
  (Number(reserves.usdc) / Number(reserves.token)) * 10 ** (decimals - 6)

/**
 * Reserves of a pool with that price and depth. The token side is rounded first and the USDC side follows from it,
 * so the price is exact even for a token that cannot be divided. Throws when a side does not fit.
 */
export const reservesAt = (priceUsd: number, depth: number, decimals: number, room = 1): Reserves => {
  const rawPrice = priceUsd * 10 ** (6 - decimals)
  const token = Math.round(depth / Math.sqrt(rawPrice))
  const usdc = Math.round(token * rawPrice)
  if (fits(token, 1, room) && fits(usdc, MIN_USDC, room)) return { token: BigInt(token), usdc: BigInt(usdc) }
  const message = `a pool cannot hold a price of ${priceUsd} USD: choose one nearer to the present price`
  throw new MarketError('invalid_input', message, 'priceUsd')
}

const fits = (value: number, least: number, room: number): boolean =>
  value >= least * room && value < MAX_RESERVE / room

/** Depth that gives the pool this much liquidity, both sides together, at that price. */
export const depthFor = (liquidityUsd: number, priceUsd: number, decimals: number): number => {
  const usdc = (liquidityUsd / 2) * USDC_UNIT
  return usdc / Math.sqrt(priceUsd * 10 ** (6 - decimals))
}

/** Moves reference prices step by step, and pools towards them. */
export class PriceEngine {
  private settings: EngineSettings
  private steps = 0
  private processes = new Map<string, PriceProcess>()
  private readonly states = new Map<string, TokenState & { last: Reserves }>()

  constructor(
    private readonly amm: Amm,
    private readonly specs: TokenSpec[],
    saved: EngineState | EngineSettings,
  ) {
    const { seed, frozen, speed, halfLifeMs } = saved
    this.settings = { seed, frozen, speed, halfLifeMs }
    this.prepareProcesses()
    const known = 'tokens' in saved ? saved.tokens : {}
    if ('tick' in saved) this.steps = saved.tick
    for (const spec of specs) {
      const last = amm.reserves(this.pool(spec))
      const price = midPrice(last, spec.decimals)
      const state = known[spec.mint]
      const depth = Math.sqrt(Number(last.token) * Number(last.usdc))
      const reserves = state && { token: BigInt(state.token), usdc: BigInt(state.usdc) }
      this.states.set(spec.mint, {
        reference: state?.reference ?? price,
        home: state?.home ?? price,
        depth: state?.depth ?? depth,
        last: reserves ?? last,
      })
    }
  }

  get current(): EngineSettings {
    return { ...this.settings }
  }

  /** Steps taken so far, frozen time not counted. */
  get tick(): number {
    return this.steps
  }

  change(settings: Partial<EngineSettings>): void {
    const reseeded = settings.seed !== undefined && settings.seed !== this.settings.seed
    this.settings = { ...this.settings, ...settings }
    if (reseeded) this.prepareProcesses()
  }

  reference(spec: TokenSpec): number {
    return this.state(spec).reference
  }

  /** Pool price after the last step. */
  price(spec: TokenSpec): number {
    return midPrice(this.state(spec).last, spec.decimals)
  }

  /** One step of `elapsedMs`. Answers the log return of each reference by mint; empty while frozen. */
  step(elapsedMs: number): Map<string, number> {
    const returns = new Map<string, number>()
    const days = (elapsedMs * this.settings.speed) / MS_PER_DAY
    if (!this.settings.frozen) {
      this.steps++
      for (const spec of this.specs) {
        const state = this.state(spec)
        const draw = this.processes.get(spec.mint)?.(this.steps, days) ?? 0
        const change = draw - (Math.log(state.reference / state.home) * Math.LN2 * days) / HOMING_DAYS
        state.reference *= Math.exp(change)
        returns.set(spec.mint, change)
      }
    }
    const pull = 1 - 0.5 ** (elapsedMs / this.settings.halfLifeMs)
    for (const spec of this.specs) this.arbitrage(spec, pull)
    return returns
  }

  /** Puts reference and pool on a price at once; `liquidityUsd` changes the depth as well. */
  move(spec: TokenSpec, priceUsd: number, liquidityUsd?: number): void {
    this.settle(spec)
    const state = this.state(spec)
    const { decimals } = spec
    const depth = liquidityUsd === undefined ? state.depth : depthFor(liquidityUsd, priceUsd, decimals)
    const reserves = reservesAt(priceUsd, depth, decimals, SET_PRICE_ROOM)
    Object.assign(state, { reference: priceUsd, home: priceUsd, depth, last: reserves })
    this.amm.setReserves(this.pool(spec), reserves)
  }

  snapshot(): EngineState {
    const tokens: EngineState['tokens'] = {}
    for (const spec of this.specs) {
      this.settle(spec)
      const { last, ...state } = this.state(spec)
      tokens[spec.mint] = { ...state, token: last.token.toString(), usdc: last.usdc.toString() }
    }
    return { ...this.settings, tick: this.steps, tokens }
  }

  private arbitrage(spec: TokenSpec, pull: number): void {
    this.settle(spec)
    const state = this.state(spec)
    const change = (Math.log(state.reference) - Math.log(midPrice(state.last, spec.decimals))) * pull
    if (Math.abs(change) < SETTLED) return
    const target = midPrice(state.last, spec.decimals) * Math.exp(change)
    state.last = reservesAt(target, state.depth, spec.decimals)
    this.amm.setReserves(this.pool(spec), state.last)
  }

  /** Takes trades since the last move into the depth. */
  private settle(spec: TokenSpec): void {
    const state = this.state(spec)
    const now = this.amm.reserves(this.pool(spec))
    if (now.token === state.last.token && now.usdc === state.last.usdc) return
    const growth =
      (Number(now.token) / Number(state.last.token)) * (Number(now.usdc) / Number(state.last.usdc))
    state.depth *= Math.sqrt(growth)
    state.last = now
  }

  private prepareProcesses(): void {
    this.processes = new Map(
      this.specs.map((spec) => [spec.mint, priceProcess(this.settings.seed, spec.mint, spec)]),
    )
  }

  private state(spec: TokenSpec): TokenState & { last: Reserves } {
    const state = this.states.get(spec.mint)
    if (!state) throw new Error(`${spec.symbol} is not moved by the engine`)
    return state
  }

  private pool(spec: TokenSpec): Pool {
    const pool = this.amm.poolOf(spec.mint)
    if (!pool) throw new Error(`${spec.symbol} has no pool`)
    return pool
  }
}
