import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { quoteExactIn, spotPrice } from '@/lib/domain/pools/constant-product'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { CLOCK_BEHIND_SECONDS } from './chain-time'
import { poolCodecs } from './pool-codecs'

/**
 * Accounts written by the vendors' own coders and swaps priced by their own functions, random and at the edges:
 * `npm run test:vendors` makes new ones and runs this file with them.
 */
type Fixture = {
  source: string
  cases: {
    pool: string
    mint: string
    /** Unix seconds. */
    at: number
    slot?: string
    closed?: boolean
    /** `mayLack`: ticks that are not there are none. */
    accounts: { address: string; owner: string; data: string; mayLack?: boolean }[]
    fields: Record<string, unknown>
    price?: { is: string; within: string }
    swaps: { inputMint: string; input: string; output: string | null }[]
  }[]
}

const own = fileURLToPath(new URL('__fixtures__/vendors', import.meta.url))
const folder = process.env.VENDOR_FIXTURES ?? own
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: path.basename(name, '.json'),
    ...(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Fixture),
  }))

const read = ({ pool, mint, at, slot = '1', accounts }: Fixture['cases'][number]) => {
  const known = new Map(
    accounts.map(({ address, owner, data }): [string, AccountUpdate] => [
      address,
      { address, owner, data: inflateSync(Buffer.from(data, 'base64')), slot: BigInt(slot), lamports: 1n },
    ]),
  )
  const account = known.get(pool)!
  const codec = poolCodecs.get(account.owner)!
  const layout = codec.layout(account, mint, known)
  if (!layout) return null
  const wanted = new Map(
    [...layout.live, ...layout.others].flatMap((part) => [...known].filter(([key]) => key === part)),
  )
  expect(codec.stands(layout, account)).toBe(true)
  return codec.snapshot(layout, wanted, mint, new Date((at + Number(CLOCK_BEHIND_SECONDS)) * 1_000))
}
const inDigits = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)))

it('has fixtures of every AMM but Raydium CP-Swap, whose accounts are from mainnet', () => {
  expect(fixtures).toHaveLength(poolCodecs.size - 1)
})

describe.each(fixtures)('$name, as written and priced by $source', ({ cases }) => {
  it('is read field by field', () => {
    for (const each of cases) {
      const snapshot = read(each)
      if (each.closed) expect(snapshot).toBeNull()
      else expect(inDigits(snapshot)).toMatchObject(each.fields)
    }
  })

  it('is refused where an account is missing, foreign or cut short, and nothing makes it throw', () => {
    for (const each of cases.filter(({ closed }) => !closed)) {
      for (const spoilt of each.accounts) {
        const others = each.accounts.filter((account) => account !== spoilt)
        const withIt = (account: (typeof others)[number]) => ({ ...each, accounts: [...others, account] })
        const short = deflateSync(inflateSync(Buffer.from(spoilt.data, 'base64')).subarray(0, 40))
        expect(read(withIt({ ...spoilt, data: short.toString('base64') }))).toBeNull()
        if (spoilt.address === each.pool) continue
        if (!spoilt.mayLack) expect(read({ ...each, accounts: others })).toBeNull()
        expect(read(withIt({ ...spoilt, owner: each.mint }))).toBeNull()
      }
    }
  })

  it('is priced as they price it, to the base unit', () => {
    for (const each of cases.filter(({ closed }) => !closed)) {
      const pool = read(each)!
      for (const { inputMint, input, output } of each.swaps) {
        if (output === null) continue
        const { outputRaw } = quoteExactIn(pool, inputMint, BigInt(input))
        expect({ pool: each.pool, inputMint, input, output: String(outputRaw) }).toEqual({
          ...{ pool: each.pool, inputMint, input, output },
        })
      }
      if (each.price)
        expect(spotPrice(pool).div(each.price.is).minus('1').abs().lt(each.price.within)).toBe(true)
    }
  })
})
