import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterFailure, askCircuit, type Circuit } from './circuit'

const failed = (times: number, at = 0): Circuit => {
  let circuit: Circuit | null = null
  for (let time = 0; time < times; time += 1) circuit = afterFailure(circuit, at)
  return circuit!
}

describe('a circuit', () => {
  it('opens at the fifth failure in a row, and not before', () => {
    expect(askCircuit(null, 0).passage).toBe('closed')
    expect(askCircuit(failed(4), 0).passage).toBe('closed')
    expect(failed(5)).toEqual({ state: 'OPEN', failures: 5, since: 0 })
    expect(askCircuit(failed(5), 999).passage).toBe('open')
  })

  it('is not kept open longer by what was asked before it opened', () => {
    expect(failed(30)).toEqual(failed(5))
  })

  it('lets one probe through when it has cooled down, and another where that one never tells', () => {
    const { passage, next } = askCircuit(failed(5), 1_000)
    expect({ passage, state: next!.state }).toEqual({ passage: 'probe', state: 'HALF_OPEN' })
    expect(askCircuit(next, 1_001).passage).toBe('open')
    expect(askCircuit(next, 11_000).passage).toBe('probe')
  })

  it('opens again at once when the probe fails, for twice as long each time, a minute at most', () => {
    const probing = askCircuit(failed(5), 1_000).next
    const again = afterFailure(probing, 1_500)
    expect(again).toEqual({ state: 'OPEN', failures: 6, since: 1_500 })
    expect(askCircuit(again, 3_499).passage).toBe('open')
    expect(askCircuit(again, 3_500).passage).toBe('probe')
    const long: Circuit = { state: 'OPEN', failures: 90, since: 0 }
    expect(askCircuit(long, 59_999).passage).toBe('open')
    expect(askCircuit(long, 60_000).passage).toBe('probe')
  })

  it('never lets two through within a cool-down once it is open', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(6_000), fc.constantFrom('ask', 'fail')), { maxLength: 60 }),
        (steps) => {
          let circuit: Circuit | null = failed(5)
          let now = 0
          const probes: number[] = []
          for (const [after, step] of steps) {
            now += after
            if (step === 'fail') circuit = afterFailure(circuit, now)
            else {
              const { passage, next } = askCircuit(circuit, now)
              expect(passage).not.toBe('closed')
              if (passage === 'probe') probes.push(now)
              circuit = next
            }
          }
          for (const [index, at] of probes.slice(1).entries())
            expect(at - probes[index]!).toBeGreaterThanOrEqual(1_000)
        },
      ),
    )
  })
})
