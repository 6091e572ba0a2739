import { MarketError } from './market-errors'
import type { EngineSettings } from './price-engine'

export type PriceChange = { priceUsd?: number; changePct?: number; liquidityUsd?: number }

const MAX_SPEED = 1_000

const requirePositive = (value: number | undefined, field: string): void => {
  if (value !== undefined && !(value > 0 && Number.isFinite(value)))
    throw new MarketError('invalid_input', `${field} must be a number above 0`, field)
}

/** The price that a change asks for. `changePct` counts from the present one. */
export const wantedPrice = ({ priceUsd, changePct, liquidityUsd }: PriceChange, present: number): number => {
  if (priceUsd !== undefined && changePct !== undefined)
    throw new MarketError('invalid_input', 'give priceUsd or changePct, not both', 'changePct')
  if (changePct !== undefined && !(changePct > -100 && Number.isFinite(changePct)))
    throw new MarketError('invalid_input', 'changePct must be a number above -100', 'changePct')
  requirePositive(priceUsd, 'priceUsd')
  requirePositive(liquidityUsd, 'liquidityUsd')
  return priceUsd ?? present * (1 + (changePct ?? 0) / 100)
}

export const checkSettings = ({ speed, halfLifeMs }: Partial<EngineSettings>): void => {
  requirePositive(speed, 'speed')
  requirePositive(halfLifeMs, 'halfLifeMs')
  if (speed !== undefined && speed > MAX_SPEED)
    throw new MarketError('invalid_input', `speed must be at most ${MAX_SPEED}`, 'speed')
}
