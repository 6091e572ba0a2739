import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountReader, AccountUpdate } from '@/lib/ports/account-stream'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'
import { createPoolWatch } from './pool-watch'
import type { PriceTick } from './price-tick'
import { createReadAgain } from './read-again'

const MINT = 'A'
const amount = (value: number): Uint8Array => {
  const data = new Uint8Array(8)
  new DataView(data.buffer).setBigUint64(0, BigInt(value), true)
  return data
}
/** A pool that costs `price` as one node tells it. */
const accountsOf = (node: string, price: number): Map<string, AccountUpdate> =>
  new Map(
    [
      { address: `pool:${MINT}`, data: new Uint8Array(1) },
      { address: `base:${MINT}`, data: amount(1_000) },
      { address: `quote:${MINT}`, data: amount(1_000 * price) },
    ].map(({ address, data }) => [
      address,
      { address, data, owner: 'amm-program', slot: 5n, lamports: 1n, node },
    ]),
  )

/** What is believed, and adopted, when the stream told `told` and the other nodes tell these prices. */
const believe = async (told: number, others: Record<string, number>) => {
  const world = createPoolWorld()
  world.addPool(MINT, 1_000n, 1_000n * BigInt(told))
  const [codec] = world.codecs.values()
  const layout = codec!.layout(accountsOf('stream', told).get(`pool:${MINT}`)!, MINT, new Map())!
  const pool = createPoolWatch({
    ...{ layout, mint: MINT, codec: codec!, accounts: accountsOf('stream', told) },
    ...{ changed: () => {}, moved: () => {}, now: () => new Date() },
  })
  const nodes = { ...others, stream: told }
  const asked: string[] = []
  const accounts: AccountReader['accounts'] = async (_addresses, { avoid = [], need } = {}) => {
    expect(need).toBe('second-look')
    const [node, price] = Object.entries(nodes).sort(
      ([one], [other]) => Number(avoid.includes(one)) - Number(avoid.includes(other)),
    )[0]!
    asked.push(node)
    return accountsOf(node, price)
  }
  const tick: PriceTick = {
    mint: MINT,
    priceUsd: decimal(String(told)),
    pool: pool.snapshot(MINT),
    quoteUsd: decimal('1'),
    slot: 5n,
    at: new Date(0),
    source: 'account-stream',
  }
  const readAgain = createReadAgain({
    accounts: { accounts },
    pooled: new Map([[MINT, { mint: MINT, pool }]]),
    latest: () => tick,
    streamNode: () => 'stream',
    price: () => {},
    now: () => new Date(0),
    logger: silentLogger,
  })
  const believed = Number((await readAgain(MINT))!.priceUsd.toFixed())
  expect(pool.snapshot(MINT)).toMatchObject({
    quoteMint: USDC_MINT,
    quoteReserve: BigInt(1_000 * believed),
  })
  return { believed, asked }
}

describe('F14: a second look at a price', () => {
  const price = fc.integer({ min: 1, max: 1_000_000 })

  it('is never moved by one node of three beyond what the two others say', async () => {
    await fc.assert(
      fc.asyncProperty(price, price, price, async (told, second, third) => {
        const { believed } = await believe(told, { second, third })
        const sorted = [told, second, third].sort((one, other) => one - other)
        if (Math.abs(told / second - 1) > 0.02) expect(believed).toBe(sorted[1])
        else expect(believed).toBe(second)
      }),
    )
  })

  it('asks no third node where two agree', async () => {
    expect(await believe(100, { second: 101, third: 5 })).toEqual({ believed: 101, asked: ['second'] })
  })

  it('believes the second where there is no third', async () => {
    expect((await believe(100, { second: 50 })).believed).toBe(50)
  })
})
