import { describe, expect, it } from 'vitest'
import { drillLine } from './drill-line'

describe('the line of a drill', () => {
  it('names its failure once, wherever the number stands', () => {
    expect(drillLine('exits > F10: five triggers make one sell', true, 3_240)).toBe(
      'F10 ok 3.2 s five triggers make one sell',
    )
    expect(drillLine('F19: kill -9 of the worker > after send: a buy ends in one position', false, 900)).toBe(
      'F19 FAILED 0.9 s after send: a buy ends in one position',
    )
  })
})
