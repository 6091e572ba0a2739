import type { AdoptInput } from '@/lib/contracts/adopt'
import type { PositionView } from '@/lib/contracts/positions'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { findPosition, insertPosition } from '@/lib/db/position-repository'
import { tradingPreferences } from '@/lib/db/preferences-repository'
import { findToken } from '@/lib/db/token-repository'
import { lockUser, tradingWallet } from '@/lib/db/wallet-repository'
import { stopLossPrice } from '@/lib/domain/exits/exit-plan'
import { decimalString } from '@/lib/domain/money/decimal'
import { toRawFloor, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { applyBuy, bookToRow, emptyBook } from '@/lib/domain/positions/fills'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { ChainReader } from '@/lib/ports/chain'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import type { MarketView, ReadMarket } from '../market-view'
import { addLot } from '../positions/book-lots'
import { exitValueUsd, positionView } from '../positions/position-view'
import { currentBalances } from '../wallets/current-balances'
import { readFreeBalance } from '../wallets/free-balance'

export type AdoptHoldingDeps = {
  db: Database
  chain: Pick<ChainReader, 'balances'>
  readMarket: ReadMarket
  resolveToken: (text: string) => Promise<{ mint: string; symbol: string }>
  live: LivePublisher
}

/**
 * Tokens that came into the trading wallet from outside become a position with an exit plan, at the price of
 * this moment: what they cost elsewhere is not known. It buys nothing, so no limit of buying refuses it.
 * Throws AppError `validation` when nothing is free, `venue.unavailable` without a live price and pool,
 * because then its stop could not be watched.
 */
export const adoptHolding = async (
  deps: AdoptHoldingDeps,
  ctx: Context,
  input: AdoptInput,
): Promise<PositionView> => {
  const { mint, symbol } = await deps.resolveToken(input.token)
  if (mint === USDC_MINT)
    throw new AppError('validation', 'token: USDC is what you pay with; it needs no exit plan.')
  const wallet = await tradingWallet(deps.db, ctx.userId)
  if (!wallet) throw new AppError('forbidden', 'This account has no trading wallet yet.')
  const market = (await deps.readMarket([mint])).get(mint)
  if (!market?.pool || ![USDC_MINT, WSOL_MINT].includes(market.pool.quoteMint))
    throw new AppError(
      'venue.unavailable',
      `There is no live price of ${symbol} that a stop could be watched by. Look at the token's page, then try again.`,
      { retry: 'retryable' },
    )
  const asOf = ctx.now()
  const balances = await currentBalances(deps, wallet)

  const id = await deps.db.transaction(async (tx) => {
    await lockUser(tx, ctx.userId)
    const free = await readFreeBalance(tx, { walletId: wallet.id, mint, balances, asOf })
    if (free.mintIsMoving)
      throw new AppError(
        'validation',
        `token: a trade of ${symbol} is under way. Try again when it is done.`,
        {
          retry: 'retryable',
        },
      )
    const token = (await findToken(tx, mint))!
    const costRaw = toRawFloor(toUi(free.freeRaw, token.decimals).mul(market.priceUsd), USDC_DECIMALS)
    if (costRaw === 0n)
      throw new AppError('validation', `token: the wallet holds no ${symbol} beyond your positions.`)
    const at = ctx.now()
    const preferred = await tradingPreferences(tx, ctx.userId)
    const stopLossPct = input.stopLossPct ?? preferred.stopLossPct
    refuseImmediate(market, mint, { raw: free.freeRaw, decimals: token.decimals }, stopLossPct)
    const [positionId, lotId] = [ctx.newId(), ctx.newId()]
    const book = applyBuy(emptyBook, {
      tokenRaw: free.freeRaw,
      quoteRaw: costRaw,
      feeLamports: 0n,
      solPriceUsd: null,
    })
    await insertPosition(tx, {
      id: positionId,
      userId: ctx.userId,
      walletId: wallet.id,
      tokenMint: mint,
      status: 'OPEN',
      ...bookToRow(book),
      entryPriceUsd: decimalString(market.priceUsd),
      takeProfitPct: input.takeProfitPct ?? preferred.takeProfitPct,
      stopLossPct,
      trailingStopPct: null,
      openedAt: at,
    })
    await addLot(tx, {
      id: lotId,
      positionId,
      orderId: null,
      boughtRaw: free.freeRaw,
      costRaw,
      fees: book.fees,
      at,
    })
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'position.adopted',
      subject: positionId,
      details: {
        mint,
        amountRaw: free.freeRaw.toString(),
        priceUsd: decimalString(market.priceUsd),
        slot: balances.slot.toString(),
      },
    })
    return positionId
  })
  const view = await positionView(deps, (await findPosition(deps.db, id))!)
  deps.live.publish({ userId: ctx.userId, name: 'position', data: { position: view } })
  return view
}

/** A stop is judged on what a sale of everything brings, and a sale of much in a thin pool brings less than its price. */
const refuseImmediate = (
  market: MarketView,
  mint: string,
  held: { raw: bigint; decimals: number },
  stopLossPct: string,
): void => {
  const brings = exitValueUsd(held.raw, mint, market)?.div(toUi(held.raw, held.decimals))
  const stop = stopLossPrice(market.priceUsd, stopLossPct)
  if (!brings || brings.gt(stop)) return
  throw new AppError(
    'validation',
    `stopLossPct: a stop of ${stopLossPct} % would sell at once, because a sale of everything brings $${brings.toSignificantDigits(6).toFixed()} a token now and the price is $${market.priceUsd.toSignificantDigits(6).toFixed()}. Set it wider.`,
  )
}
