import { expect, it } from 'vitest'
import { start, position, tickOf, usdc } from './exit-monitor.fixture'
import { GuardBook } from './guard-book'
import type { JudgeableTick } from './judge-position'

it('keeps what could not be stored, also of a position that was dropped meanwhile', () => {
  const book = new GuardBook()
  book.take(position('p', 'm', { trailingStopPct: '40' }))
  for (const price of ['1', '1.5']) {
    const tick = tickOf('m', price, usdc) as JudgeableTick
    for (const guard of book.accept(tick)) book.judge(guard, tick, start)
  }
  const [state] = book.takeReached(start)
  expect(Number(state!.peak)).toBeCloseTo(1.5, 1)
  book.drop('p')
  book.putBack()
  expect(book.takeReached(start)).toEqual([state])
  expect(book.takeReached(start)).toEqual([])
})
