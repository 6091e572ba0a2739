import { describe, expect, it } from 'vitest'
import type { NodeView, SystemView, VenueView } from '@/lib/contracts/system'
import { entryVerdict, exitVerdict } from './verdicts'

const node = (state: NodeView['state']) => ({ state }) as NodeView
const venue = (quotes: VenueView['quotes'], building: VenueView['building'] = 'closed') =>
  ({ quotes, building }) as VenueView

const system = (
  checks: Partial<SystemView['checks']> = {},
  rest: { nodes?: NodeView['state'][] | null; venues?: VenueView[] | null } = {},
) => ({
  checks: {
    ...{ database: true, redis: true, rpc: true, accountStream: true, worker: true, reconciled: true },
    ...checks,
  },
  nodes:
    rest.nodes === null
      ? null
      : { at: '2026-01-01T00:00:00.000Z', nodes: (rest.nodes ?? ['healthy', 'healthy']).map(node) },
  venues: rest.venues === undefined ? [venue('closed'), venue('closed')] : rest.venues,
})

describe('can exit', () => {
  it('is plain where all works, and asks for nothing', () => {
    expect(exitVerdict(system())).toMatchObject({ tone: 'ok', word: 'Yes', next: null })
    expect(exitVerdict(system({ reconciled: false })).tone).toBe('ok')
  })

  it.each([
    ['database', 'crit', /database/],
    ['rpc', 'crit', /No Solana node/],
    ['worker', 'crit', /Nobody watches/],
    ['accountStream', 'warn', /polled prices/],
  ] as const)('says what a lost %s means', (part, tone, words) => {
    const verdict = exitVerdict(system({ [part]: false }))
    expect(verdict).toMatchObject({ tone, means: expect.stringMatching(words) })
    expect(verdict.next).not.toBeNull()
  })

  it('F31: without Redis the worker is unseen, not gone', () => {
    const blind = { redis: false, worker: false, accountStream: false }
    expect(exitVerdict(system(blind, { nodes: null, venues: null }))).toMatchObject({
      tone: 'warn',
      word: 'Unseen',
    })
  })

  it('warns on a single healthy node, and where every venue rests', () => {
    expect(exitVerdict(system({}, { nodes: ['healthy', 'failing'] })).means).toMatch(/one healthy node/)
    expect(exitVerdict(system({}, { nodes: null })).tone).toBe('ok')
    expect(exitVerdict(system({}, { venues: [venue('open'), venue('closed', 'open')] })).word).toBe('Trying')
    expect(exitVerdict(system({}, { venues: [venue('open'), venue('closed')] })).tone).toBe('ok')
    expect(exitVerdict(system({}, { venues: [venue('open'), venue('probing')] })).tone).toBe('warn')
  })
})

describe('can trade', () => {
  it('needs every part', () => {
    expect(entryVerdict(system()).word).toBe('Yes')
    for (const part of ['database', 'rpc', 'redis', 'worker', 'reconciled', 'accountStream'] as const) {
      const verdict = entryVerdict(system({ [part]: false }))
      expect([part, verdict.word, verdict.next === null]).toEqual([part, 'No', false])
    }
    expect(entryVerdict(system({}, { venues: [venue('open')] })).word).toBe('No')
    expect(entryVerdict(system({}, { venues: [venue('probing')] })).word).toBe('Perhaps')
  })
})
