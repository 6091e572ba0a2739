import { describe, expect, it } from 'vitest'
import type { Executor } from '@/lib/db/client'
import { decimal } from '@/lib/domain/money/decimal'
import { slicedEntryLamports } from '@/lib/domain/risk/entry-lamports'
import { chooseSlices } from './choose-slices'

const NO_DATABASE = {} as Executor
type Asked = 'AUTO' | 'TWAP' | 'ICEBERG'
/** $100 in a pool of $999: AUTO makes an ICEBERG of it. */
const choose = (algorithm: Asked, freeLamports: bigint, { amountUsd = '100', draw = 0.99 } = {}) =>
  chooseSlices(NO_DATABASE, {
    ...{ side: 'BUY', input: { algorithm }, mint: 'mint', liquidityUsd: '999', inOnePiece: false },
    ...{ inputRaw: BigInt(amountUsd) * 1_000_000n, amountUsd: decimal(amountUsd) },
    freeLamports: async () => freeLamports,
    ...{ now: new Date(), random: () => draw },
  })

describe('slices that the SOL for their fees does not reach for', () => {
  it('are fewer under AUTO, and the trader is told', async () => {
    const all = await choose('AUTO', slicedEntryLamports(20))
    expect(all).toMatchObject({ algorithm: 'ICEBERG', words: expect.not.stringContaining('Fewer') })
    expect(all.schedule).toHaveLength(20)
    const { schedule, words } = await choose('AUTO', slicedEntryLamports(8) - 1n)
    expect(schedule).toHaveLength(7)
    expect(schedule!.reduce((sum, { inputRaw }) => sum + inputRaw, 0n)).toBe(100_000_000n)
    expect(words).toMatch(/ Fewer slices than usual, because only 0\.0182 SOL is free for fees\.$/)
  })

  it('are none under AUTO where not even two are paid for', async () => {
    for (const free of [-5_000_000n, 0n, slicedEntryLamports(2) - 1n])
      expect(await choose('AUTO', free)).toMatchObject({
        ...{ algorithm: 'MARKET', schedule: null },
        words: expect.stringMatching(/^Bought at once instead of in slices \(ICEBERG\), because only 0/),
      })
  })

  it('stay as they are where they were asked for: the check says no with its numbers', async () => {
    expect((await choose('TWAP', 0n)).schedule).toHaveLength(5)
    expect((await choose('ICEBERG', 0n)).schedule).toHaveLength(20)
  })

  it('are drawn within what is paid for, so that what a preview found holds for the order', async () => {
    const large = { amountUsd: '900' }
    expect((await choose('ICEBERG', 10n ** 12n, large)).schedule).toHaveLength(30)
    for (const algorithm of ['AUTO', 'ICEBERG'] as const) {
      expect((await choose(algorithm, slicedEntryLamports(22), large)).schedule).toHaveLength(22)
      expect((await choose(algorithm, slicedEntryLamports(20), large)).schedule).toHaveLength(20)
    }
  })
})
