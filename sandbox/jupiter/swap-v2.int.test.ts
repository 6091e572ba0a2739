import { Keypair, SystemProgram, VersionedTransaction } from '@solana/web3.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BONK, jupiterBench, json, WIF, type JupiterBench } from './jupiter-bench.fixture'
import { USDC_MINT, WSOL_MINT } from './jupiter-world'

type OrderAnswer = {
  transaction: string | null
  requestId: string
  inAmount: string
  outAmount: string
  lastValidBlockHeight: string
  errorCode?: number
  [field: string]: unknown
}
type ExecuteAnswer = { status: string; code: number; signature?: string; [field: string]: unknown }

let bench: JupiterBench
let ticker: NodeJS.Timeout | undefined
beforeEach(async () => {
  bench = await jupiterBench({ executeTimeoutMs: 400 })
})
afterEach(async () => {
  clearInterval(ticker)
  await bench.close()
})
const runSlots = () => void (ticker = setInterval(() => bench.chain.tick(), 5))

const order = async (query: Record<string, string>): Promise<OrderAnswer> => {
  const asked = { inputMint: USDC_MINT, outputMint: BONK, amount: '100000000', taker: bench.wallet, ...query }
  const response = await bench.get(`/jupiter/swap/v2/order?${new URLSearchParams(asked)}`)
  expect(response.status).toBe(200)
  return json<OrderAnswer>(response)
}
const sign = ({ transaction }: OrderAnswer, signer = bench.user) => {
  const decoded = VersionedTransaction.deserialize(Buffer.from(transaction ?? '', 'base64'))
  decoded.sign([signer])
  return Buffer.from(decoded.serialize()).toString('base64')
}
const execute = async (body: unknown) => {
  const response = await bench.post('/jupiter/swap/v2/execute', body)
  return { status: response.status, body: await json<ExecuteAnswer>(response) }
}
const bodyFor = (made: OrderAnswer) => ({ signedTransaction: sign(made), requestId: made.requestId })

describe('GET /swap/v2/order', () => {
  it('has every documented field', async () => {
    const made = await order({})
    expect(made).toMatchObject({
      mode: 'ultra',
      inputMint: USDC_MINT,
      outputMint: BONK,
      inAmount: '100000000',
      inUsdValue: 100,
      outUsdValue: expect.any(Number),
      priceImpact: expect.any(Number),
      swapUsdValue: 100,
      otherAmountThreshold: expect.stringMatching(/^\d+$/),
      swapMode: 'ExactIn',
      slippageBps: expect.any(Number),
      priceImpactPct: expect.stringMatching(/^-0\.0/),
      feeMint: USDC_MINT,
      feeBps: 0,
      platformFee: { amount: '0', feeBps: 0, feeMint: USDC_MINT },
      signatureFeeLamports: 5_000,
      signatureFeePayer: bench.wallet,
      prioritizationFeeLamports: expect.any(Number),
      rentFeeLamports: 2_039_280,
      swapType: 'aggregator',
      router: 'metis',
      gasless: false,
      lastValidBlockHeight: bench.chain.latestBlockhash().lastValidBlockHeight.toString(),
      totalTime: expect.any(Number),
      taker: bench.wallet,
    })
    expect(made.priceImpact).toBeLessThan(0)
    expect((await order({ slippageBps: '25' })).mode).toBe('manual')
  })

  it('quotes without a transaction when there is no taker', async () => {
    const made = await order({ taker: '' })
    expect(made.transaction).toBeNull()
    expect(made.taker).toBeNull()
    expect(BigInt(made.outAmount)).toBeGreaterThan(0n)
    expect(made.errorCode).toBeUndefined()
  })

  it('hands out "" and code 1 when the taker lacks the input', async () => {
    const made = await order({ amount: '10000000001' })
    expect(made).toMatchObject({
      transaction: '',
      errorCode: 1,
      errorMessage: 'Insufficient funds',
      error: 'Insufficient funds',
    })
    expect(made.outAmount).not.toBe('0')
    expect(await order({ inputMint: WIF, amount: '1000000' })).toMatchObject({
      transaction: '',
      errorCode: 1,
    })
  })

  it('hands out "" and code 2 when the taker lacks SOL for gas', async () => {
    bench.setSol(1_000_000n)
    expect(await order({})).toMatchObject({
      transaction: '',
      errorCode: 2,
      errorMessage: expect.stringContaining('Top up'),
    })
    bench.setSol(2_000_000_000n)
    expect(await order({ inputMint: WSOL_MINT, outputMint: USDC_MINT, amount: '2000000000' })).toMatchObject({
      errorCode: 2,
    })
  })

  it('answers 400 with one sentence when there is no route', async () => {
    for (const query of ['outputMint=' + bench.wallet, 'amount=0', 'excludeRouters=metis']) {
      const asked = new URLSearchParams({ inputMint: USDC_MINT, outputMint: BONK, amount: '5000' })
      for (const [key, value] of new URLSearchParams(query)) asked.set(key, value)
      const response = await bench.get(`/jupiter/swap/v2/order?${asked}`)
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ requestId: expect.any(String), error: 'Failed to get quotes' })
    }
  })
})

describe('POST /swap/v2/execute', () => {
  it('lands the order and reports the fill', async () => {
    runSlots()
    const made = await order({})
    const { body } = await execute(bodyFor(made))
    expect(body).toMatchObject({
      status: 'Success',
      code: 0,
      slot: expect.stringMatching(/^\d+$/),
      totalInputAmount: made.inAmount,
      totalOutputAmount: made.outAmount,
      inputAmountResult: made.inAmount,
      outputAmountResult: made.outAmount,
      swapEvents: [
        { inputMint: USDC_MINT, inputAmount: made.inAmount, outputMint: BONK, outputAmount: made.outAmount },
      ],
    })
    expect(bench.balanceOf(BONK)).toBe(BigInt(made.outAmount))
    expect(bench.chain.status(body.signature ?? '')?.confirmationStatus).toBe('confirmed')
  })

  it('reports what really came in, not what was quoted', async () => {
    const made = await order({
      inputMint: WSOL_MINT,
      outputMint: WIF,
      amount: '1000000000',
      slippageBps: '500',
    })
    const pool = bench.amm.poolOf(WIF)
    if (!pool) throw new Error('no pool')
    const { token, usdc } = bench.amm.reserves(pool)
    bench.amm.setReserves(pool, { token, usdc: (usdc * 101n) / 100n })
    runSlots()
    const { body } = await execute(bodyFor(made))
    expect(body.status).toBe('Success')
    expect(body.totalOutputAmount).toBe(bench.balanceOf(WIF).toString())
    expect(BigInt(String(body.totalOutputAmount))).toBeLessThan(BigInt(made.outAmount))
    expect(body.swapEvents).toHaveLength(2)
  })

  it('answers the same to the same request and never swaps twice', async () => {
    runSlots()
    const request = bodyFor(await order({}))
    const [first, second] = await Promise.all([execute(request), execute(request)])
    const third = await execute(request)
    expect(second.body).toEqual(first.body)
    expect(third.body).toEqual(first.body)
    expect(bench.balanceOf(USDC_MINT)).toBe(9_900_000_000n)
  })

  it('reports 6001 with the description and moves nothing', async () => {
    const made = await order({ slippageBps: '50' })
    const pool = bench.amm.poolOf(BONK)
    if (!pool) throw new Error('no pool')
    bench.amm.setReserves(pool, { token: 9n * 10n ** 15n, usdc: 2n * 10n ** 12n })
    runSlots()
    const { status, body } = await execute(bodyFor(made))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'Failed',
      code: 6001,
      error: 'Slippage tolerance exceeded',
      signature: expect.any(String),
    })
    expect(bench.balanceOf(USDC_MINT)).toBe(10_000_000_000n)
  })

  it.each([
    [-1, (request: object) => ({ ...request, requestId: 'unknown' })],
    [-2, (request: object) => ({ ...request, signedTransaction: 'AAAA' })],
    [-4, (request: object) => ({ ...request, requestId: undefined })],
    [-5, (request: object) => ({ ...request, signedTransaction: '' })],
  ])('answers 400 with code %i', async (code, spoil) => {
    const { status, body } = await execute(spoil(bodyFor(await order({}))))
    expect(status).toBe(400)
    expect(body).toEqual({ code, error: expect.any(String) })
  })

  it('refuses another message, a missing signature and a foreign one', async () => {
    const [made, other] = [await order({}), await order({ amount: '100000001' })]
    const swapped = await execute({ signedTransaction: sign(other), requestId: made.requestId })
    expect(swapped.body.code).toBe(-3)
    const unsigned = await execute({ signedTransaction: made.transaction, requestId: made.requestId })
    expect(unsigned.body.code).toBe(-1003)
    const forged = Buffer.from(sign(made), 'base64')
    forged[10] = (forged[10] ?? 0) ^ 0xff
    const foreign = await execute({ signedTransaction: forged.toString('base64'), requestId: made.requestId })
    expect(foreign.body.code).toBe(-2)
    expect(bench.balanceOf(USDC_MINT)).toBe(10_000_000_000n)
  })

  it('sends again what was dropped until it lands', async () => {
    await bench.close()
    bench = await jupiterBench({ executeTimeoutMs: 10_000 })
    runSlots()
    bench.faults.add({ target: 'jupiter', kind: 'drop_transactions', count: 1 })
    const { body } = await execute(bodyFor(await order({})))
    expect(body.code).toBe(0)
    expect(bench.faults.list()).toEqual([])
  })

  it.each(['jupiter', 'chain'])('times out with -1006 while every send is dropped on %s', async (target) => {
    runSlots()
    bench.faults.add({ target, kind: 'drop_transactions' })
    const { body } = await execute(bodyFor(await order({})))
    expect(body).toEqual({
      status: 'Failed',
      slot: '0',
      signature: expect.any(String),
      code: -1006,
      error: 'Timed out',
    })
  })

  it('goes on where it left off when asked again after a time-out', async () => {
    const request = bodyFor(await order({}))
    bench.faults.add({ target: 'chain', kind: 'drop_transactions' })
    runSlots()
    expect((await execute(request)).body.code).toBe(-1006)
    bench.faults.clear()
    expect((await execute(request)).body.code).toBe(0)
    expect((await execute(request)).body.code).toBe(0)
    expect(bench.balanceOf(USDC_MINT)).toBe(9_900_000_000n)
  })

  it('says -1005 once the blockhash is dead', async () => {
    const request = bodyFor(await order({}))
    for (let i = 0; i < 151; i++) bench.chain.tick()
    expect((await execute(request)).body).toMatchObject({
      status: 'Failed',
      code: -1005,
      error: 'Transaction expired',
    })
    const stale = bench.faults.add({ target: 'jupiter', kind: 'stale_blockhash' })
    const dead = bodyFor(await order({}))
    bench.faults.remove(stale.id)
    expect((await execute(dead)).body.code).toBe(-1005)
  })

  it('does not see a landed transaction that is hidden from it', async () => {
    bench.faults.add({ target: 'jupiter', kind: 'hide_status', value: 60_000 })
    runSlots()
    const request = bodyFor(await order({}))
    const { body } = await execute(request)
    expect(body.code).toBe(-1006)
    expect(bench.chain.transaction(body.signature ?? '')?.err).toBeNull()
  })

  it('broadcasts and then answers 504 under error_after_effect', async () => {
    const made = await order({})
    bench.faults.add({ target: 'jupiter', kind: 'error_after_effect', path: '/swap/v2/execute', count: 1 })
    const { status } = await execute(bodyFor(made))
    expect(status).toBe(504)
    expect(bench.balanceOf(BONK)).toBe(0n)
    bench.chain.tick()
    expect(bench.balanceOf(BONK)).toBe(BigInt(made.outAmount))
    runSlots()
    expect((await execute(bodyFor(made))).body.code).toBe(0)
  })

  it('works for a taker who never held anything', async () => {
    const stranger = Keypair.generate()
    const taker = stranger.publicKey.toBase58()
    bench.chain.setAccount(taker, {
      lamports: 1_000_000_000n,
      owner: SystemProgram.programId.toBase58(),
      data: new Uint8Array(),
      executable: false,
    })
    const made = await order({ taker, inputMint: WSOL_MINT, amount: '100000000' })
    runSlots()
    const { body } = await execute({ signedTransaction: sign(made, stranger), requestId: made.requestId })
    expect(body.code).toBe(0)
  })
})
