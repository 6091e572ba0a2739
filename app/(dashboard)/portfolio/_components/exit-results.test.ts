import { describe, expect, it } from 'vitest'
import type { PositionView } from '@/lib/contracts/positions'
import { resultsByExit } from './exit-results'

const closed = (exitReason: PositionView['exitReason'], pnlUsd: string | null) =>
  ({ exitReason, pnlUsd }) as PositionView

describe('results by exit', () => {
  it('sums exactly, best first, bars relative to the largest', () => {
    const results = resultsByExit([
      closed('STOP_LOSS', '-27.6'),
      closed('TAKE_PROFIT', '0.1'),
      closed('TAKE_PROFIT', '0.2'),
      closed('MANUAL', null),
    ])
    expect(results).toEqual([
      { reason: 'TAKE_PROFIT', count: 2, pnlUsd: '0.3', sharePct: 1.1 },
      { reason: 'STOP_LOSS', count: 1, pnlUsd: '-27.6', sharePct: 100 },
    ])
  })

  it('is empty with nothing closed', () => expect(resultsByExit([])).toEqual([]))
})
