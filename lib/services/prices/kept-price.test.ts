import { expect, it } from 'vitest'
import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import { keepPrice } from './kept-price'

const price = decimal('150')
const later = decimal('160')

it('is the last one for two minutes, asked anew behind it, and waited for only at first or when it is too old', async () => {
  let now = 0
  const answers: ((price: Decimal | null) => void)[] = []
  const kept = keepPrice(
    () => new Promise((resolve) => answers.push(resolve)),
    () => now,
  )
  const first = [kept(), kept()]
  expect(answers).toHaveLength(1)
  answers[0]!(price)
  expect(await Promise.all(first)).toEqual([price, price])
  expect(await kept()).toBe(price)
  expect(answers).toHaveLength(1)

  now = 10_001
  expect(await kept()).toBe(price)
  expect(answers).toHaveLength(2)
  answers[1]!(later)
  await Promise.resolve()
  expect(await kept()).toBe(later)

  now += 120_001
  const waited = kept()
  expect(answers).toHaveLength(3)
  answers[2]!(price)
  expect(await waited).toBe(price)
})

it('is null where nobody knows or answers, and asks again', async () => {
  const answers = [null, new Error('down'), price]
  const kept = keepPrice(
    async () => {
      const next = answers.shift()!
      if (next instanceof Error) throw next
      return next
    },
    () => 0,
  )
  expect([await kept(), await kept(), await kept(), await kept()]).toEqual([null, null, price, price])
})
