import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HttpError } from '@/sandbox/http/exchange'
import { z } from 'zod'
import { baseUnits, decimalAmount, fromBaseUnits, parseBody, positiveNumber, toBaseUnits } from './input'

describe('amounts of the control API', () => {
  it('turns base units into decimals and back without loss', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
        fc.integer({ min: 0, max: 18 }),
        (amount, decimals) => toBaseUnits(fromBaseUnits(amount, decimals), decimals, 'x') === amount,
      ),
    )
  })

  it('writes no needless zeros', () => {
    expect(fromBaseUnits(10_000_000_000n, 9)).toBe('10')
    expect(fromBaseUnits(1n, 9)).toBe('0.000000001')
    expect(fromBaseUnits(0n, 6)).toBe('0')
    expect(fromBaseUnits(12n, 0)).toBe('12')
  })

  it('refuses more decimals than the token has', () => {
    expect(() => toBaseUnits('0.0000001', 6, 'usdc')).toThrow(HttpError)
    expect(toBaseUnits('1.50000000', 6, 'usdc')).toBe(1_500_000n)
  })

  it.each(['-1', '1e3', 'ten', '', ' ', '0x10', '1.', '.5'])('takes no amount from %j', (text) => {
    expect(decimalAmount.safeParse(text).success).toBe(false)
  })

  it('reads small and large JSON numbers exactly', () => {
    expect(decimalAmount.parse(0.0000005)).toBe('0.0000005')
    expect(decimalAmount.parse(12.25)).toBe('12.25')
    expect(baseUnits.parse('18446744073709551615')).toBe(18446744073709551615n)
    expect(baseUnits.safeParse('18446744073709551616').success).toBe(false)
    expect(baseUnits.safeParse(2 ** 60).success).toBe(false)
    expect(baseUnits.safeParse(0).success).toBe(false)
  })

  it.each([0, -1, NaN, Infinity, '', 'x', null])('takes no positive number from %j', (value) => {
    expect(positiveNumber.safeParse(value).success).toBe(false)
  })
})

describe('parseBody', () => {
  const schema = z.strictObject({ priceUsd: positiveNumber.optional() })
  const errorOf = (body: string) => {
    try {
      parseBody(schema, body)
    } catch (error) {
      return error instanceof HttpError ? error.reply.body : error
    }
    return null
  }

  it('names the field in fault', () => {
    expect(errorOf('{"priceUsd":-1}')).toEqual({
      error: 'priceUsd: must be a number above 0',
      field: 'priceUsd',
    })
    expect(errorOf('{"price":1}')).toEqual({ error: 'price: is not a field of this request', field: 'price' })
  })

  it('says so when the body is no JSON object', () => {
    expect(errorOf('{')).toMatchObject({ error: 'The body must be JSON' })
    expect(errorOf('[]')).toMatchObject({ error: expect.stringContaining('The body') })
  })
})
