import { z } from 'zod'
import { reply, type VendorReply } from '@/sandbox/http/exchange'
import type { Market } from '@/sandbox/market/market'
import {
  address,
  baseUnits,
  decimalAmount,
  parseBody,
  positiveNumber,
  toBaseUnits,
  badRequest,
} from './input'

const marketSettings = z.strictObject({
  frozen: z.boolean('must be true or false').optional(),
  seed: z
    .union([z.string().min(1, 'must not be empty'), z.number()], 'must be a text or a number')
    .optional(),
  speed: positiveNumber.optional(),
  halfLifeMs: positiveNumber.optional(),
})

/** PUT /control/market. Answers the settings that now hold. */
export function steerMarket(market: Market, body: string): VendorReply {
  const { seed, ...rest } = parseBody(marketSettings, body)
  market.steer({ ...rest, ...(seed === undefined ? {} : { seed: String(seed) }) })
  return reply(200, market.settings())
}

const priceChange = z
  .strictObject({
    priceUsd: positiveNumber.optional(),
    changePct: z
      .union([z.number(), z.string().trim().min(1).transform(Number)], 'must be a number')
      .refine((value) => Number.isFinite(value) && value > -100, 'must be a number above -100')
      .optional(),
    liquidityUsd: positiveNumber.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'must have priceUsd, changePct or liquidityUsd',
  })

/** PUT /control/market/{mint or symbol}. Answers the token's row as it is now. */
export function movePrice(market: Market, mintOrSymbol: string, body: string): VendorReply {
  const { mint } = market.resolve(mintOrSymbol)
  market.setPrice(mint, parseBody(priceChange, body))
  return reply(
    200,
    market.rows().find((row) => row.mint === mint),
  )
}

const bps = z.number('must be a number').int('must be whole').min(0).max(10_000)
const tokenChange = z
  .strictObject({
    taxBps: bps.optional(),
    laterTaxBps: bps.optional(),
    mintAuthority: z.boolean('must be true or false').optional(),
    freezeAuthority: z.boolean('must be true or false').optional(),
    refusesSells: z.boolean('must be true or false').optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'must have taxBps, laterTaxBps, mintAuthority, freezeAuthority or refusesSells',
  })

/** PUT /control/tokens/{mint or symbol}: what the token's owner can do to it. */
export function changeToken(market: Market, mintOrSymbol: string, body: string): VendorReply {
  const { mint } = market.resolve(mintOrSymbol)
  market.changeToken(mint, parseBody(tokenChange, body))
  return reply(200, { mint })
}

const airdropInput = z.strictObject({
  wallet: address,
  sol: decimalAmount.optional(),
  usdc: decimalAmount.optional(),
})

/** POST /control/airdrop: whole SOL and USDC, in one transaction of the operator's. */
export function airdrop(market: Market, body: string): VendorReply {
  const { wallet, sol, usdc } = parseBody(airdropInput, body)
  const lamports = sol === undefined ? 0n : toBaseUnits(sol, 9, 'sol')
  const usdcUnits = usdc === undefined ? 0n : toBaseUnits(usdc, 6, 'usdc')
  if (lamports === 0n && usdcUnits === 0n) throw badRequest('sol: give an amount of sol, usdc or both', 'sol')
  const landed = market.airdrop(wallet, { lamports, usdc: usdcUnits })
  return reply(200, { signature: landed?.signature ?? null })
}

const transferInput = z.strictObject({
  from: address,
  to: address,
  mint: z.string('must be a mint or a symbol').min(1, 'must be a mint or a symbol'),
  amountRaw: baseUnits,
})

/** POST /control/transfer: without the owner's signature, behind the back of whoever holds the key. */
export function transfer(market: Market, body: string): VendorReply {
  const { from, to, mint, amountRaw } = parseBody(transferInput, body)
  const landed = market.transferTokens(from, to, mint, amountRaw)
  return reply(200, { signature: landed.signature })
}
