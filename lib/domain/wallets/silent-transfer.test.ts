import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BookedMove, lookOfTransfer, type SilentTransfer } from './silent-transfer'

const SIZE = 1_000n
const before = { slot: 100n, amountRaw: 5_000n }
const base = { changeRaw: -SIZE, before, booked: [], againstRaw: 0n }
const at = (...amounts: bigint[]) => amounts.map((amountRaw) => ({ slot: 300n, amountRaw }))
const buy = { slot: 200n, changeRaw: -400n }
const sell = { slot: 220n, changeRaw: 700n }

describe('a transfer that no node knows', () => {
  it.each<[string, Partial<SilentTransfer>, string]>([
    ['all is still there', { told: at(5_000n, 5_000n) }, 'unmoved'],
    ['its amount is gone', { told: at(4_000n, 4_000n) }, 'moved'],
    ['its amount is gone at one of three', { told: at(5_000n, 4_000n, 5_000n) }, 'moved'],
    ['its amount is gone, dust came', { told: at(4_003n, 4_003n) }, 'moved'],
    ['dust came', { told: at(5_009n, 5_000n) }, 'unmoved'],
    ['more than dust came', { told: at(5_010n, 5_000n) }, 'unsettled'],
    ['a little more than dust is missing', { told: at(4_990n, 5_000n) }, 'unsettled'],
    ['trades explain what is there', { told: at(5_300n, 5_300n), booked: [buy, sell] }, 'unmoved'],
    ['trades explain only half of it', { told: at(4_300n, 4_300n), booked: [buy, sell] }, 'moved'],
    ['a sale has brought back what left', { told: at(4_700n, 4_700n), booked: [sell] }, 'moved'],
    ['a purchase is not booked yet', { told: at(4_600n, 4_600n) }, 'unsettled'],
    ['a sale is not booked yet', { told: at(5_700n, 5_700n) }, 'unsettled'],
    [
      'a node has not come as far as a trade',
      { told: [...at(5_300n), { slot: 251n, amountRaw: 5_000n }], booked: [{ ...sell, slot: 252n }, buy] },
      'unsettled',
    ],
    [
      'each node is weighed by its own slot',
      {
        told: [...at(5_700n), { slot: 251n, amountRaw: 5_000n }],
        booked: [{ ...sell, slot: 252n }],
      },
      'unmoved',
    ],
    [
      'a trade was in what was held before',
      { told: at(5_000n, 5_000n), booked: [{ ...buy, slot: 100n }] },
      'unmoved',
    ],
    ['a sale that is out may hide it', { told: at(5_000n, 5_000n), againstRaw: 500n }, 'unsettled'],
    ['what is out is too small for that', { told: at(5_000n, 5_000n), againstRaw: 499n }, 'unmoved'],
    ['it was gone, and as much came since', { seen: at(4_000n), told: at(5_000n, 5_000n) }, 'moved'],
    [
      'it was gone by what is booked now',
      { seen: at(4_000n), told: at(4_000n, 4_000n), booked: [{ slot: 200n, changeRaw: -1_000n }] },
      'unmoved',
    ],
    ['one node tells', { told: at(5_000n) }, 'untold'],
    ['a second node is too old', { told: [...at(5_000n), { slot: 220n, amountRaw: 5_000n }] }, 'untold'],
    ['nobody read it before', { told: at(5_000n, 5_000n), before: null }, 'untold'],
    ['a deposit that is there', { told: at(6_000n, 6_000n), changeRaw: SIZE }, 'moved'],
    ['a deposit that is not', { told: at(5_000n, 5_000n), changeRaw: SIZE }, 'unmoved'],
    ['the smallest amount is gone', { told: at(4_999n, 4_999n), changeRaw: -1n }, 'moved'],
    ['the smallest amount is there', { told: at(5_000n, 5_000n), changeRaw: -1n }, 'unmoved'],
  ])('%s', (_, given, look) => {
    expect(lookOfTransfer({ ...base, told: [], seen: [], ...given })).toBe(look)
  })

  /**
   * Transactions of a wallet, many about as large as the transfer. What is not booked is out, and has landed or not; it
   * may bring more than it is known for.
   */
  const world = fc.record({
    size: fc.bigInt(1_000n, 10n ** 12n),
    leaves: fc.boolean(),
    others: fc.array(
      fc.record({
        slot: fc.bigInt(1n, 400n),
        changePct: fc.oneof(fc.bigInt(-130n, 130n), fc.constantFrom(-100n, -50n, 50n, 100n)),
        booked: fc.boolean(),
        landed: fc.boolean(),
        betterPct: fc.bigInt(0n, 50n),
      }),
      { maxLength: 6 },
    ),
    nodes: fc.array(fc.bigInt(251n, 400n), { minLength: 2, maxLength: 3 }),
    landedAt: fc.bigInt(101n, 251n),
  })
  type World = typeof world extends fc.Arbitrary<infer W> ? W : never

  const lookIn = ({ size, leaves, others, nodes, landedAt }: World, hasLanded: boolean) => {
    const sign = leaves ? -1n : 1n
    const real = others.map(({ changePct, ...more }) => {
      const one = { ...more, changeRaw: (size * changePct) / 100n }
      const helps = !one.booked && one.changeRaw * sign < 0n
      return { ...one, real: helps ? (one.changeRaw * (100n + one.betterPct)) / 100n : one.changeRaw }
    })
    const heldAt = (slot: bigint) =>
      real
        .filter((one) => (one.booked || one.landed) && one.slot <= slot)
        .reduce((sum, one) => sum + one.real, 10n ** 15n) + (hasLanded && landedAt <= slot ? sign * size : 0n)
    // What landed before the wallet was first read is in that.
    const out = real.filter((one) => !one.booked && one.slot > before.slot)
    const against = out.filter((one) => one.changeRaw * sign < 0n)
    const booked: BookedMove[] = real.filter((one) => one.booked)
    return lookOfTransfer({
      changeRaw: sign * size,
      before: { slot: before.slot, amountRaw: heldAt(before.slot) },
      told: nodes.map((slot) => ({ slot, amountRaw: heldAt(slot) })),
      seen: [],
      booked,
      againstRaw: against.reduce((sum, one) => sum - sign * one.changeRaw, 0n),
    })
  }

  it('never looks dead where it has landed, whatever else has, booked or not', () => {
    fc.assert(
      fc.property(world, (given) => {
        expect(lookIn(given, true)).not.toBe('unmoved')
      }),
      { numRuns: 5_000 },
    )
  })

  it('looks dead where it has not, once everything else is booked', () => {
    fc.assert(
      fc.property(world, (given) => {
        const others = given.others.map((one) => ({ ...one, booked: true }))
        expect(lookIn({ ...given, others }, false)).toBe('unmoved')
        expect(lookIn({ ...given, others }, true)).toBe('moved')
      }),
      { numRuns: 1_000 },
    )
  })
})
