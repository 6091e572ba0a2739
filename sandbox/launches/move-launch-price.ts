import { DAMM_AUTHORITY, DBC_AUTHORITY } from '../meteora/addresses'
import { DAMM_POOL, DBC_POOL, MAX_SQRT_PRICE, MIN_SQRT_PRICE, writeU128 } from '../meteora/accounts'
import { deltaBase, deltaQuote } from '../meteora/curve'
import type { Meteora, MeteoraPool } from '../meteora/pools'
import { LAUNCH_DECIMALS, launchTerms } from '../meteora/terms'
import { WRAPPED_SOL } from '../amm/addresses'
import { MarketError } from '../market/market-errors'

/** Puts a launch on a price in SOL at once: square root price, reserves and vaults, the fees in them kept. */
export const moveLaunchPrice = (meteora: Meteora, pool: MeteoraPool, priceSol: number): void => {
  const raw = priceSol * 10 ** (9 - LAUNCH_DECIMALS)
  const sqrtPrice = BigInt(Math.round(Math.sqrt(raw) * 2 ** 64))
  const { liquidity, lower, upper } = meteora.curveState(pool)
  if (sqrtPrice <= lower || sqrtPrice >= upper)
    throw new MarketError('invalid_input', 'that price is beyond the curve of the launch', 'priceUsd')
  const dbc = pool.kind === 'dbc'
  const at = dbc
    ? { price: DBC_POOL.sqrtPrice, base: DBC_POOL.baseReserve, quote: DBC_POOL.quoteReserve }
    : { price: DAMM_POOL.sqrtPrice, base: DAMM_POOL.amountA, quote: DAMM_POOL.amountB }
  const base = dbc
    ? launchTerms.baseThreshold + deltaBase(sqrtPrice, upper, liquidity, true)
    : deltaBase(sqrtPrice, MAX_SQRT_PRICE, liquidity, true)
  const quote = deltaQuote(dbc ? lower : MIN_SQRT_PRICE, sqrtPrice, liquidity, true)
  const owner = dbc ? DBC_AUTHORITY : DAMM_AUTHORITY
  meteora.changeState(pool, (data) => {
    const [oldBase, oldQuote] = [data.readBigUInt64LE(at.base), data.readBigUInt64LE(at.quote)]
    meteora.putVault(pool.vault, pool.mint, owner, meteora.balance(pool.vault) + base - oldBase)
    meteora.putVault(pool.quoteVault, WRAPPED_SOL, owner, meteora.balance(pool.quoteVault) + quote - oldQuote)
    writeU128(data, at.price, sqrtPrice)
    data.writeBigUInt64LE(base, at.base)
    data.writeBigUInt64LE(quote, at.quote)
  })
}
