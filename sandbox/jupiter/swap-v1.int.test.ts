import { ResponseError } from '@jup-ag/api'
import { VersionedTransaction } from '@solana/web3.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BONK, jupiterBench, json, WIF, type JupiterBench } from './jupiter-bench.fixture'
import { USDC_MINT, WSOL_MINT } from './jupiter-world'

let bench: JupiterBench
beforeEach(async () => {
  bench = await jupiterBench()
})
afterEach(() => bench.close())

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ResponseError)) throw new Error(`expected a ResponseError, got ${String(error)}`)
  return ((await error.response.json()) as { errorCode: string }).errorCode
}

/** Signs what the API handed out and lands it in the next slot. */
function land(swapTransaction: string) {
  const transaction = VersionedTransaction.deserialize(Buffer.from(swapTransaction, 'base64'))
  transaction.sign([bench.user])
  const signature = bench.chain.submit(transaction.serialize())
  bench.chain.tick()
  const landed = bench.chain.transaction(signature)
  if (!landed) throw new Error('it did not land')
  return landed
}

describe('swap v1 with the real SwapApi', () => {
  it('quotes, builds and moves exactly what it said', async () => {
    const quote = await bench.api.quoteGet({ inputMint: USDC_MINT, outputMint: BONK, amount: 100_000_000 })
    expect(quote).toMatchObject({ inAmount: '100000000', swapMode: 'ExactIn', slippageBps: 50 })
    expect(quote.routePlan).toHaveLength(1)
    expect(quote.routePlan[0]?.swapInfo.ammKey).toBe(bench.amm.poolOf(BONK)?.address)
    const swap = await bench.api.swapPost({
      swapRequest: {
        userPublicKey: bench.wallet,
        quoteResponse: quote,
        dynamicComputeUnitLimit: true,
        prioritizationFeeLamports: {
          priorityLevelWithMaxLamports: { priorityLevel: 'high', maxLamports: 50_000 },
        },
      },
    })
    expect(swap.lastValidBlockHeight).toBe(Number(bench.chain.latestBlockhash().lastValidBlockHeight))
    const landed = land(swap.swapTransaction)
    expect(landed.err).toBeNull()
    expect(landed.fee).toBe(5_000n + BigInt(swap.prioritizationFeeLamports ?? -1))
    expect(bench.balanceOf(USDC_MINT)).toBe(10_000_000_000n - 100_000_000n)
    expect(bench.balanceOf(BONK)).toBe(BigInt(quote.outAmount))
  })

  it('goes over USDC when neither side is USDC', async () => {
    const quote = await bench.api.quoteGet({ inputMint: WSOL_MINT, outputMint: WIF, amount: 1_000_000_000 })
    const [first, second] = quote.routePlan
    expect([first?.swapInfo.outputMint, second?.swapInfo.inputMint]).toEqual([USDC_MINT, USDC_MINT])
    expect(second?.swapInfo.inAmount).toBe(first?.swapInfo.outAmount)
    expect(second?.swapInfo.outAmount).toBe(quote.outAmount)
    const before = bench.chain.getAccount(bench.wallet)?.lamports ?? 0n
    const swap = await bench.api.swapPost({
      swapRequest: { userPublicKey: bench.wallet, quoteResponse: quote },
    })
    const landed = land(swap.swapTransaction)
    expect(landed.err).toBeNull()
    expect(bench.balanceOf(WIF)).toBe(BigInt(quote.outAmount))
    // 1 SOL, the fee, and the rent of the account that stays open for WIF; wrapped SOL is closed again.
    const spent = before - (bench.chain.getAccount(bench.wallet)?.lamports ?? 0n)
    expect(spent).toBe(1_000_000_000n + landed.fee + bench.chain.minimumBalance(165))
    expect(bench.balanceOf(WSOL_MINT)).toBe(0n)
  })

  it('unwraps SOL that it bought', async () => {
    const quote = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: WSOL_MINT,
      amount: 150_000_000,
    })
    const before = bench.chain.getAccount(bench.wallet)?.lamports ?? 0n
    const swap = await bench.api.swapPost({
      swapRequest: { userPublicKey: bench.wallet, quoteResponse: quote },
    })
    const landed = land(swap.swapTransaction)
    const gained = (bench.chain.getAccount(bench.wallet)?.lamports ?? 0n) - before
    expect(gained).toBe(BigInt(quote.outAmount) - landed.fee)
  })

  it('fails on chain with 6001 when the pool moved beyond the slippage', async () => {
    const quote = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount: 100_000_000,
      slippageBps: 50,
    })
    const swap = await bench.api.swapPost({
      swapRequest: { userPublicKey: bench.wallet, quoteResponse: quote },
    })
    const pool = bench.amm.poolOf(BONK)
    if (!pool) throw new Error('no pool')
    bench.amm.setReserves(pool, { token: 98n * 10n ** 14n, usdc: 2n * 10n ** 12n })
    const landed = land(swap.swapTransaction)
    expect(landed.err).toEqual({ InstructionError: [expect.any(Number), { Custom: 6001 }] })
    expect(bench.balanceOf(USDC_MINT)).toBe(10_000_000_000n)
    expect(landed.fee).toBeGreaterThanOrEqual(5_000n)
  })

  it('states a threshold that is exactly what the chain enforces', async () => {
    const amount = 100_000_000
    const quote = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount,
      slippageBps: 37,
    })
    const out = BigInt(quote.outAmount)
    const threshold = BigInt(quote.otherAmountThreshold)
    expect(threshold * 10_000n).toBeGreaterThanOrEqual(out * 9_963n)
    expect((threshold - 1n) * 10_000n).toBeLessThan(out * 9_963n)
  })

  it('takes every form of the priority fee', async () => {
    const quoteResponse = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount: 1_000_000,
    })
    const build = async (more: object) => {
      const body = { userPublicKey: bench.wallet, quoteResponse, dynamicComputeUnitLimit: true, ...more }
      const response = await bench.post('/jupiter/swap/v1/swap', body)
      return { status: response.status, body: await json<Record<string, unknown>>(response) }
    }
    const paid = async (fee: unknown) =>
      (await build({ prioritizationFeeLamports: fee })).body.prioritizationFeeLamports
    expect(await paid(20_000)).toBeGreaterThan(19_500)
    expect(await paid(20_000)).toBeLessThanOrEqual(20_000)
    expect(
      await paid({ priorityLevelWithMaxLamports: { priorityLevel: 'veryHigh', maxLamports: 100 } }),
    ).toBeLessThanOrEqual(100)
    expect(await paid('auto')).toBeGreaterThan(0)
    expect(await paid({ jitoTipLamports: 1_000 })).toBe(0)
    const exact = await build({ computeUnitPriceMicroLamports: 1_234 })
    expect(exact.body).toMatchObject({ prioritizationType: { computeBudget: { microLamports: 1_234 } } })
    const both = await build({ computeUnitPriceMicroLamports: 1, prioritizationFeeLamports: 1 })
    expect(both).toMatchObject({
      status: 400,
      body: { errorCode: 'INVALID_COMPUTE_UNIT_PRICE_AND_PRIORITIZATION_FEE' },
    })
  })

  it('pays a Jito tip and lands', async () => {
    const quoteResponse = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount: 1_000_000,
    })
    const swap = await bench.api.swapPost({
      swapRequest: {
        userPublicKey: bench.wallet,
        quoteResponse,
        prioritizationFeeLamports: { jitoTipLamports: 1_000 },
      },
    })
    const landed = land(swap.swapTransaction)
    expect(landed.err).toBeNull()
  })

  it('builds on a blockhash that dies when asked to', async () => {
    for (let i = 0; i < 150; i++) bench.chain.tick()
    const quoteResponse = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount: 1_000_000,
    })
    const swap = await bench.api.swapPost({
      swapRequest: { userPublicKey: bench.wallet, quoteResponse, blockhashSlotsToExpiry: 10 },
    })
    expect(swap.lastValidBlockHeight).toBe(Number(bench.chain.blockHeight) + 10)
    for (let i = 0; i < 11; i++) bench.chain.tick()
    expect(() => land(swap.swapTransaction)).toThrow('it did not land')
  })

  it('gives instructions that swap when the caller assembles them', async () => {
    const quoteResponse = await bench.api.quoteGet({
      inputMint: USDC_MINT,
      outputMint: BONK,
      amount: 1_000_000,
    })
    const parts = await bench.api.swapInstructionsPost({
      swapRequest: { userPublicKey: bench.wallet, quoteResponse },
    })
    expect(parts.swapInstruction.programId).toBe('JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4')
    expect(parts.setupInstructions.length).toBeGreaterThan(0)
    const labels = await bench.api.programIdToLabelGet()
    expect(Object.values(labels)).toContain('Raydium CP')
  })

  it('refuses as Jupiter refuses', async () => {
    const ask = (more: object) =>
      codeOf(bench.api.quoteGet({ inputMint: USDC_MINT, outputMint: BONK, amount: 1_000_000, ...more }))
    expect(await ask({ outputMint: bench.wallet })).toBe('TOKEN_NOT_TRADABLE')
    expect(await ask({ amount: 0 })).toBe('COULD_NOT_FIND_ANY_ROUTE')
    expect(await ask({ outputMint: USDC_MINT })).toBe('CIRCULAR_ARBITRAGE_IS_DISABLED')
    expect(await ask({ swapMode: 'ExactOut' })).toBe('NOT_SUPPORTED')
    expect(await ask({ inputMint: WIF, onlyDirectRoutes: true })).toBe('COULD_NOT_FIND_ANY_ROUTE')
    expect(await ask({ excludeDexes: ['Raydium CP'] })).toBe('COULD_NOT_FIND_ANY_ROUTE')
    expect(await ask({ dexes: ['Orca V2'] })).toBe('COULD_NOT_FIND_ANY_ROUTE')
  })

  it.each([
    ['amount=-1', 'amount'],
    ['amount=1.5', 'amount'],
    ['amount=99999999999999999999999', 'amount'],
    ['inputMint=bonk', 'inputMint'],
    ['slippageBps=10001', 'slippageBps'],
  ])('names the parameter in fault: %s', async (override, name) => {
    const query = new URLSearchParams({ inputMint: USDC_MINT, outputMint: BONK, amount: '1000000' })
    for (const [key, value] of new URLSearchParams(override)) query.set(key, value)
    const response = await bench.get(`/jupiter/swap/v1/quote?${query}`)
    expect(response.status).toBe(400)
    expect((await json<{ error: string }>(response)).error).toContain(name)
  })

  it('answers 422 to a body it cannot read', async () => {
    for (const body of ['{', '[]', { userPublicKey: 'x' }]) {
      const response = await bench.post('/jupiter/swap/v1/swap', body)
      expect(response.status).toBe(422)
    }
  })
})
