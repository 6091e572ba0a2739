import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sellValue } from '@/lib/domain/pools/constant-product'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolLayout } from '@/lib/ports/pool-codec'
import { CLOCK_BEHIND_SECONDS } from './chain-time'
import { poolCodecs } from './pool-codecs'

type Case = {
  pool: string
  mint: string
  at: number
  closed?: boolean
  accounts: { address: string; owner: string; data: string }[]
}
const TICK_CURRENT = { 'orca-whirlpool': 81, 'raydium-clmm': 269 } as const
const TICKS_IN_ARRAY = { 'orca-whirlpool': 88, 'raydium-clmm': 60 } as const

const open = (name: keyof typeof TICK_CURRENT) => {
  const file = new URL(`__fixtures__/vendors/${name}.json`, import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }
  return cases
    .filter(({ closed }) => !closed)
    .map(({ pool, mint, at, accounts }) => {
      const known = new Map(
        accounts.map(({ address, owner, data }): [string, AccountUpdate] => [
          address,
          { address, owner, data: inflateSync(Buffer.from(data, 'base64')), slot: 1n, lamports: 1n },
        ]),
      )
      const account = known.get(pool)!
      const codec = poolCodecs.get(account.owner)!
      const now = new Date((at + Number(CLOCK_BEHIND_SECONDS)) * 1_000)
      return { mint, known, account, codec, layout: codec.layout(account, mint, known)!, now }
    })
}

/** The same pool, its price taken to be at another tick; the arrays around it are what matters here. */
const at = (account: AccountUpdate, offset: number, tick: number): AccountUpdate => {
  const data = Uint8Array.from(account.data)
  new DataView(data.buffer).setInt32(offset, tick, true)
  return { ...account, data }
}

describe.each(['orca-whirlpool', 'raydium-clmm'] as const)('tick arrays of %s', (name) => {
  const pools = open(name)

  it('are other ones once the price has left the one in the middle, and only then', () => {
    for (const { account, codec, layout, mint, known } of pools) {
      const view = new DataView(account.data.buffer, account.data.byteOffset)
      const spacing = view.getUint16(name === 'orca-whirlpool' ? 41 : 235, true)
      const [span, tick] = [TICKS_IN_ARRAY[name] * spacing, view.getInt32(TICK_CURRENT[name], true)]
      const start = Math.floor(tick / span) * span
      for (const within of [start, start + span - 1])
        expect(codec.stands(layout, at(account, TICK_CURRENT[name], within))).toBe(true)
      const moved = at(account, TICK_CURRENT[name], start + span)
      const next = codec.layout(moved, mint, known)
      if (!next || name === 'raydium-clmm') continue
      expect(codec.stands(layout, moved)).toBe(String(next.ticks) === String(layout.ticks))
      expect(codec.stands(next, moved)).toBe(true)
    }
  })

  it('that are not known are no liquidity: a sale never brings more without them', () => {
    const few = fc.record({
      pool: fc.constantFrom(...pools),
      below: fc.integer({ min: 0, max: 2 }),
      above: fc.integer({ min: 0, max: 2 }),
      amount: fc.bigInt({ min: 1n, max: 1n << 62n }),
    })
    let less = 0
    fc.assert(
      fc.property(few, ({ pool: { codec, layout, known, mint, now }, below, above, amount }) => {
        const ticks = layout.ticks!
        const kept = ticks.map((_, index) => index >= below && index < ticks.length - above)
        const narrow: PoolLayout = {
          ...layout,
          ticks: ticks.filter((_, index) => kept[index]),
          others: layout.others.filter((_, index) => kept[index] ?? true),
        }
        const all = codec.snapshot(layout, known, mint, now)!
        const some = codec.snapshot(narrow, known, mint, now)
        if (!some) return
        expect(sellValue(some, amount)).toBeLessThanOrEqual(sellValue(all, amount))
        less += Number(sellValue(some, amount) < sellValue(all, amount))
      }),
      { numRuns: 1_500 },
    )
    expect(less).toBeGreaterThan(20)
  })
})
