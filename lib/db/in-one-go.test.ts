import { describe, expect, it } from 'vitest'
import { inOneGo } from './in-one-go'

const failing = (message: string, code?: string) =>
  Promise.reject(new Error('query failed', { cause: Object.assign(new Error(message), { code }) }))

describe('statements of a transaction in one go', () => {
  it('answers in the order asked, what is no promise as it is', async () => {
    expect(await inOneGo([Promise.resolve(1), null, Promise.resolve('b')])).toEqual([1, null, 'b'])
  })

  it('throws once all have ended', async () => {
    let ended = false
    const slow = new Promise((resolve) => setTimeout(resolve, 20)).then(() => (ended = true))
    await expect(inOneGo([failing('first'), slow])).rejects.toThrow('query failed')
    expect(ended).toBe(true)
  })

  it('tells the failure, not that the transaction was aborted by it', async () => {
    const answer = inOneGo([failing('aborted', '25P02'), failing('a duplicate', '23505')])
    await expect(answer).rejects.toMatchObject({ cause: { code: '23505' } })
  })
})
