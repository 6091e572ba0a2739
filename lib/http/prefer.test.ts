import { describe, expect, it } from 'vitest'
import { parsePrefer } from './prefer'

const parse = (header: string | null) => parsePrefer(header, { defaultSeconds: 10, maxSeconds: 60 })

describe('Prefer', () => {
  it.each([
    [null, 10_000, null],
    ['', 10_000, null],
    ['wait=3', 3_000, 'wait=3'],
    ['wait=0', 0, 'wait=0'],
    ['wait=600', 60_000, 'wait=60'],
    ['WAIT = "5"', 5_000, 'wait=5'],
    ['respond-async', 0, 'respond-async'],
    ['respond-async, wait=2', 2_000, 'respond-async, wait=2'],
    ['wait=4, wait=9', 4_000, 'wait=4'],
    ['return=minimal; foo="a,b", wait=7', 7_000, 'wait=7'],
    ['wait=-1', 10_000, null],
    ['wait=1.5', 10_000, null],
    ['wait=soon', 10_000, null],
  ])('%s', (header, waitMs, applied) => {
    expect(parse(header)).toEqual({ waitMs, applied })
  })
})
