import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { sellAsks, sellBody, shareValue } from './sell-share'

const position = (exitValueUsd: string | null, level: PositionView['exitReadiness']['level'] = 'clear') =>
  ({ exitValueUsd, exitReadiness: { level, reasons: [] } }) as unknown as PositionView

describe('selling a share', () => {
  it('is worth its part', () => expect(shareValue(position('265.31'), '50')).toBe('132.655'))

  it('is sent without a word about how where it is sold at once', () => {
    expect(sellBody(position('1'), '50', 'MARKET')).not.toHaveProperty('algorithm')
    expect(sellBody(position('1'), '50', 'TWAP')).toMatchObject({ percent: '50', algorithm: 'TWAP' })
  })

  it('asks first only when it matters', () => {
    expect(sellAsks(position('265.31'), '100')).toBe(false)
    expect(sellAsks(position('900'), '50')).toBe(false)
    expect(sellAsks(position('900'), '100')).toBe(true)
    expect(sellAsks(position(null), '25')).toBe(true)
    expect(sellAsks(position('10', 'warning'), '25')).toBe(true)
  })
})
