import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tickOf, usdc } from './exit-monitor.fixture'
import { HighWater } from './high-water'
import type { JudgeableTick } from './judgeable-tick'
import { SeenPrice } from './seen-price'

const priceOf = (price: string) => new SeenPrice(tickOf('m', price, usdc) as JudgeableTick)

type Step = { kind: 'look' } | { kind: 'price'; price: number } | { kind: 'forget'; looker: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: 'look' }),
  fc.integer({ min: 1, max: 20 }).map((price): Step => ({ kind: 'price', price })),
  fc.nat({ max: 10 }).map((looker): Step => ({ kind: 'forget', looker })),
)

it('tells everybody who began to look at any time the highest price since, as a list of all would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const highs = new HighWater()
      let lookers: { moment: number; seen: number[] }[] = []
      for (const { kind, ...of } of steps) {
        if (kind === 'look') lookers.push({ moment: highs.now(), seen: [] })
        else if (kind === 'price') {
          const { price } = of as { price: number }
          highs.note(priceOf(String(price)))
          for (const { seen } of lookers) seen.push(price)
        } else {
          const { looker } = of as { looker: number }
          const moment = lookers[looker]?.moment
          if (moment === undefined) continue
          lookers = lookers.filter((other) => other.moment >= moment)
          highs.forget(moment)
        }
        for (const { moment, seen } of lookers)
          expect(highs.since(moment)?.tick.priceUsd.toNumber() ?? null).toBe(
            seen.length > 0 ? Math.max(...seen) : null,
          )
      }
    }),
  )
})

it('gives back the very price it was told of, so that a peak at it needs no second look', () => {
  const highs = new HighWater()
  const moment = highs.now()
  const price = priceOf('2')
  highs.note(price)
  highs.note(priceOf('1'))
  expect(highs.since(moment)).toBe(price)
})
