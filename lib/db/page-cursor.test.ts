import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './page-cursor'

const ID = '0b9f3a52-5c1e-4f0e-9a55-6c3d6a1b2c3d'
const packed = (text: string) => Buffer.from(text).toString('base64url')

describe('page cursor', () => {
  it('comes back as it was', () => {
    const cursor = { at: new Date('2026-01-02T03:04:05.678Z'), id: ID }
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor)
  })

  it.each([
    ['nothing in it', ''],
    ['no base64 of ours', 'AAAA'],
    ['a year the database does not have', packed(`+275760-09-13T00:00:00.000Z|${ID}`)],
    ['a year before the first', packed(`-000001-01-01T00:00:00.000Z|${ID}`)],
    ['the year nought', packed(`0000-01-01T00:00:00.000Z|${ID}`)],
    ['a day that is none', packed(`2026-13-41T00:00:00.000Z|${ID}`)],
    ['an id that is none', packed(`2026-01-01T00:00:00.000Z|${'-'.repeat(36)}`)],
    ['no id', packed('2026-01-01T00:00:00.000Z')],
  ])('is refused with %s', (_, text) => {
    expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'validation' }))
  })
})
