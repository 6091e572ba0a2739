import { expect, it } from 'vitest'
import { mayBuyMore } from './may-buy-more'

const held = { status: 'OPEN', exitSeq: 0, amountRaw: 100n, boughtRaw: 100n }

it.each([
  ['while all that was bought is held', held, true],
  ['not once a sell of it was begun', { ...held, exitSeq: 1 }, false],
  ['not while it is being sold', { ...held, status: 'CLOSING' }, false],
  ['not once a part of it left the wallet outside JARVIS', { ...held, amountRaw: 99n }, false],
  ['not where there is none', null, false],
])('an order in slices buys more %s', (_, position, expected) => expect(mayBuyMore(position)).toBe(expected))
