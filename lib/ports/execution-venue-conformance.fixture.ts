import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checkSimulatedBalances } from '@/lib/domain/execution/check-simulated-balances'
import { checkSwap } from '@/lib/domain/execution/check-swap'
import type { DecodedTransaction } from '@/lib/domain/execution/decoded-transaction'
import { DEFAULT_SWAP_LIMITS, type SwapIntent } from '@/lib/domain/execution/swap-intent'
import { minusBps } from '@/lib/domain/money/units'
import { isAppError, type AppError } from '@/lib/errors'
import type { Tip } from '@/lib/domain/execution/landing-path'
import type { ChainReader, TransactionSender, WalletChanges } from './chain'
import type { ExecutionVenue, PreparedSwap } from './execution-venue'

/** A wallet with SOL, dollars and wrapped SOL of its own. */
export type ConformanceWallet = {
  address: string
  sign(transaction: Uint8Array): { signed: Uint8Array; signature: string }
}

/** What a world around a venue must offer. Mints are addresses; `unknown` has no pool. */
export type VenueWorld = {
  venue: ExecutionVenue
  chain: ChainReader & TransactionSender
  mints: { usd: string; token: string; wrappedSol: string; unknown: string }
  newWallet(): Promise<ConformanceWallet>
  decode(transaction: Uint8Array): Promise<DecodedTransaction>
  accountsOf(
    wallet: string,
    inputMint: string,
    outputMint: string,
  ): Pick<SwapIntent, 'inputAccounts' | 'outputAccounts' | 'wrappedSolAccount'>
  /** Makes the venue misbehave until `heal`; `afterEffect` does what was asked and hides it. */
  break(how: 'down' | 'failing' | 'limited' | 'malformed' | 'hanging' | 'afterEffect'): Promise<void>
  heal(): Promise<void>
  /** Moves the token's price by this percentage at once. */
  movePrice(pct: number): Promise<void>
  close(): Promise<void>
}

const TEN_DOLLARS = 10_000_000n
const SLIPPAGE_BPS = 100

/**
 * The promises of ExecutionVenue, for every implementation. `open` starts a fresh world; `lands` tells
 * whether the venue has a broadcaster of its own, `tradesSol` whether it leaves wrapped SOL wrapped, `tip` what every
 * order asks it to build in.
 */
export const describeExecutionVenue = (
  name: string,
  open: () => Promise<VenueWorld>,
  { lands, tradesSol = true, tip = null }: { lands: boolean; tradesSol?: boolean; tip?: Tip | null },
): void => {
  describe(`${name} as an execution venue`, () => {
    let world: VenueWorld
    beforeAll(async () => {
      world = await open()
    })
    afterEach(() => world.heal())
    afterAll(() => world.close())

    const request = (changes: { inputMint?: string; outputMint?: string; inputRaw?: bigint } = {}) => ({
      inputMint: world.mints.usd,
      outputMint: world.mints.token,
      inputRaw: TEN_DOLLARS,
      slippageBps: SLIPPAGE_BPS,
      ...changes,
    })
    const prepare = (wallet: ConformanceWallet, changes: Parameters<typeof request>[0] = {}) =>
      world.venue
        .offer({ ...request(changes), wallet: wallet.address, priority: 'entry', tip })
        .then((offer) => offer.build())
    const intentOf = (prepared: PreparedSwap, wallet: string): SwapIntent => ({
      wallet,
      inputMint: prepared.inputMint,
      outputMint: prepared.outputMint,
      inputRaw: prepared.inputRaw,
      minOutRaw: prepared.minOutputRaw,
      ...world.accountsOf(wallet, prepared.inputMint, prepared.outputMint),
      tip: prepared.tip ?? null,
      limits: DEFAULT_SWAP_LIMITS,
    })
    const landed = async (signature: string, wallet: string): Promise<WalletChanges> =>
      until(() => world.chain.walletChanges(signature, wallet))
    const trade = async (wallet: ConformanceWallet, changes: Parameters<typeof request>[0] = {}) => {
      const prepared = await prepare(wallet, changes)
      const decoded = await world.decode(prepared.transaction)
      expect(checkSwap(decoded, intentOf(prepared, wallet.address))).toEqual({ ok: true })
      const { signed, signature } = wallet.sign(prepared.transaction)
      await world.chain.send(signed)
      return { prepared, changes: await landed(signature, wallet.address) }
    }

    it('quotes what it was asked, with a minimum that keeps to the slippage', async () => {
      const quote = await world.venue.quote(request())
      expect(quote).toMatchObject({ ...request(), venue: world.venue.name })
      expect(quote.outputRaw).toBeGreaterThan(0n)
      expect(quote.minOutputRaw).toBeLessThanOrEqual(quote.outputRaw)
      expect(quote.minOutputRaw + 1n).toBeGreaterThanOrEqual(minusBps(quote.outputRaw, SLIPPAGE_BPS))
      expect(quote.route.length).toBeGreaterThan(0)
      expect(JSON.parse(JSON.stringify(quote.raw))).toEqual(quote.raw)
    })

    it('F23 quotes amounts above 2^53 exactly', async () => {
      const inputRaw = 9_007_199_254_740_993n
      const quote = await world.venue.quote(
        request({ inputMint: world.mints.token, outputMint: world.mints.usd, inputRaw }),
      )
      expect(quote.inputRaw).toBe(inputRaw)
    })

    it('F03 F22 prepares what passes the check and the simulation, with the expiry of its own blockhash', async () => {
      const wallet = await world.newWallet()
      const prepared = await prepare(wallet)
      const decoded = await world.decode(prepared.transaction)
      const intent = intentOf(prepared, wallet.address)
      expect(checkSwap(decoded, intent)).toEqual({ ok: true })
      expect(prepared.tip ?? null).toEqual(tip)
      expect(checkSwap(decoded, { ...intent, tip: null }).ok).toBe(tip === null)
      expect(checkSwap(decoded, { ...intent, inputRaw: intent.inputRaw - 1n }).ok).toBe(false)
      expect(prepared.expiry.blockhash).toBe(decoded.blockhash)
      expect(prepared.expiry.lastValidBlockHeight).toBeGreaterThan(await world.chain.finalizedBlockHeight())
      const simulation = await until(async () => {
        const result = await world.chain.simulate(prepared.transaction, {
          wallet: wallet.address,
          mints: [prepared.inputMint, prepared.outputMint],
        })
        return result.after ? { before: result.before, after: result.after } : null
      })
      expect(checkSimulatedBalances(simulation.before, simulation.after, intent)).toEqual({ ok: true })
    })

    it('buys and sells to the base unit', async () => {
      const wallet = await world.newWallet()
      const buy = await trade(wallet)
      expect(buy.changes.error).toBeNull()
      expect(buy.changes.tokens.get(world.mints.usd)).toBe(-TEN_DOLLARS)
      const bought = buy.changes.tokens.get(world.mints.token) ?? 0n
      expect(bought).toBeGreaterThanOrEqual(buy.prepared.minOutputRaw)
      const sell = await trade(wallet, {
        inputMint: world.mints.token,
        outputMint: world.mints.usd,
        inputRaw: bought,
      })
      expect(sell.changes.tokens.get(world.mints.token)).toBe(-bought)
      expect(sell.changes.tokens.get(world.mints.usd)).toBeGreaterThanOrEqual(sell.prepared.minOutputRaw)
      expect(sell.changes.lamports).toBe(-sell.changes.feeLamports - (tip?.lamports ?? 0n))
    })

    const refusesSol = async () => {
      const { wrappedSol } = world.mints
      for (const change of [{ inputMint: wrappedSol }, { outputMint: wrappedSol }])
        expect((await failure(world.venue.quote(request(change)))).code).toBe('token.unknown')
    }

    const holdsWrappedSol = async () => {
      const wallet = await world.newWallet()
      const { wrappedSol, usd } = world.mints
      const buy = await trade(wallet, { outputMint: wrappedSol })
      const bought = buy.changes.tokens.get(wrappedSol) ?? 0n
      expect(bought).toBeGreaterThanOrEqual(buy.prepared.minOutputRaw)
      expect(buy.changes.lamports).toBeLessThan(0n)
      const sell = await trade(wallet, { inputMint: wrappedSol, outputMint: usd, inputRaw: bought })
      expect(sell.changes.tokens.get(wrappedSol)).toBe(-bought)
      expect(sell.changes.lamports).toBe(-sell.changes.feeLamports - (tip?.lamports ?? 0n))
    }

    if (tradesSol) it('holds SOL as wrapped SOL and leaves native SOL for fees', holdsWrappedSol)
    else it('refuses SOL, which it would unwrap', refusesSol)

    it('fails on chain beyond the slippage and takes nothing but the fee', async () => {
      const wallet = await world.newWallet()
      const prepared = await prepare(wallet)
      await world.movePrice(20)
      const { signed, signature } = wallet.sign(prepared.transaction)
      await world.chain.send(signed)
      const changes = await landed(signature, wallet.address)
      expect(changes).toMatchObject({ customCode: 6001, lamports: -changes.feeLamports })
      expect(changes.tokens.size).toBe(0)
    })

    it('says that it knows no route', async () => {
      const error = await failure(world.venue.quote(request({ outputMint: world.mints.unknown })))
      expect(error.code).toBe('token.unknown')
    })

    it.each(['down', 'failing', 'limited', 'malformed', 'hanging'] as const)(
      'is retryable when it is %s',
      async (how) => {
        const wallet = await world.newWallet()
        await world.break(how)
        const error = await failure(prepare(wallet))
        expect(error).toMatchObject({ code: 'venue.unavailable', retry: 'retryable' })
      },
    )

    if (!lands) {
      it('has no broadcaster, so nothing to recognise a transaction by', async () => {
        expect(world.venue.land).toBeUndefined()
        expect((await prepare(await world.newWallet())).reference).toBeNull()
      })
      return
    }

    describe('landing', () => {
      const land = (signed: Uint8Array, { reference }: PreparedSwap) => {
        if (!world.venue.land || reference === null) throw new Error('The venue does not land')
        return world.venue.land(signed, reference)
      }

      it('lands once however often it is handed the same bytes', async () => {
        const wallet = await world.newWallet()
        const prepared = await prepare(wallet)
        const { signed, signature } = wallet.sign(prepared.transaction)
        const answers = await Promise.all([land(signed, prepared), land(signed, prepared)])
        for (const answer of answers) expect(answer).toMatchObject({ outcome: 'landed', signature })
        const changes = await landed(signature, wallet.address)
        const { tokens } = await until(async () => {
          const balances = await world.chain.balances(wallet.address)
          return balances.slot > changes.slot ? balances : null
        })
        expect(tokens.get(prepared.outputMint)).toBe(changes.tokens.get(prepared.outputMint))
      })

      it('F01 F02 does not call it failed when the answer is lost after the effect', async () => {
        const wallet = await world.newWallet()
        const prepared = await prepare(wallet)
        const { signed, signature } = wallet.sign(prepared.transaction)
        await world.break('afterEffect')
        expect((await land(signed, prepared)).outcome).toBe('unknown')
        expect((await landed(signature, wallet.address)).error).toBeNull()
      })

      it('calls unsigned bytes refused, and a failure on chain failed', async () => {
        const wallet = await world.newWallet()
        const prepared = await prepare(wallet)
        expect((await land(prepared.transaction, prepared)).outcome).toBe('failed')
        await world.movePrice(20)
        const { signed } = wallet.sign(prepared.transaction)
        expect(await land(signed, prepared)).toMatchObject({ outcome: 'failed', code: '6001' })
      })
    })
  })
}

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => 'it succeeded',
    (caught: unknown) => caught,
  )
  if (!isAppError(error)) throw new Error('Expected an AppError', { cause: error })
  return error
}

const until = async <T>(look: () => Promise<T | null>, withinMs = 10_000): Promise<T> => {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > deadline) throw new Error(`Nothing within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
