import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainFailure } from './explain-failure'
import { JUPITER_PROGRAM } from './program-addresses'

const DBC = 'dbcij3LWUppWqq96dh6gJWwBifmcGfLSB5D4DuSMaqN'
const PUMP = '6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P'
const CP_SWAP = 'CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C'
const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
const SYSTEM = '11111111111111111111111111111111'
const UNKNOWN = 'SwaPpA9LAaLfeLi3a68M4DjnLqgtticKg6CnyNwgAC8'

const failing = (code: number, ...programs: string[]) =>
  programs.map((program) => `Program ${program} failed: custom program error: 0x${code.toString(16)}`)
const at = (code: number, logs: string[] = []) => explainFailure({ index: 3, code, name: null }, logs)

describe('why a swap failed, in words', () => {
  it.each([
    [6001, [JUPITER_PROGRAM], 'at Jupiter: the price moved beyond the slippage limit (6001)', 'slippage'],
    [6024, [JUPITER_PROGRAM], 'at Jupiter: not enough funds for the swap, its fees or rent (6024)', 'other'],
    [
      6002,
      [DBC, JUPITER_PROGRAM],
      'at Meteora DBC: the price moved beyond the slippage limit (6002)',
      'slippage',
    ],
    [
      6013,
      [DBC, JUPITER_PROGRAM],
      'at Meteora DBC: the token has left its bonding curve for another pool (6013)',
      'graduated',
    ],
    [6005, [PUMP], 'at pump.fun: the token has left its bonding curve for another pool (6005)', 'graduated'],
    [
      6005,
      [CP_SWAP, JUPITER_PROGRAM],
      'at Raydium CP-Swap: the price moved beyond the slippage limit (6005)',
      'slippage',
    ],
    [17, [TOKEN, JUPITER_PROGRAM], 'at the token program: the token account is frozen (17)', 'other'],
    [4, [TOKEN], 'at the token program: the token account belongs to somebody else (4)', 'other'],
    [
      1,
      [SYSTEM],
      'at the system program: not enough SOL for a transfer or the rent of an account (1)',
      'other',
    ],
  ])('%i of %j', (code, programs, words, means) => {
    expect(at(code, failing(code, ...programs))).toEqual({ words: `instruction 4 failed ${words}`, means })
  })

  it('takes the number of one program for no other: 6001 is not slippage everywhere', () => {
    expect(at(6001, failing(6001, DBC, JUPITER_PROGRAM))).toEqual({
      words: 'instruction 4 failed at Meteora DBC: program error (6001)',
      means: 'other',
    })
  })

  it('takes Jupiter and the token program where nobody is named', () => {
    expect(at(6001).means).toBe('slippage')
    expect(at(17).words).toContain('frozen')
    expect(at(9_999).words).toBe('instruction 4 failed: program error (9999)')
  })

  it('says that the computing time ran out', () => {
    const logs = [`Program ${JUPITER_PROGRAM} failed: exceeded CUs meter at BPF instruction`]
    expect(explainFailure({ index: 0, code: null, name: 'ProgramFailedToComplete' }, logs).words).toBe(
      'instruction 1 failed at Jupiter: it needs more computing time than it was given',
    )
    expect(explainFailure({ index: 0, code: null, name: 'SomethingNew' }).words).toBe(
      'instruction 1 failed: SomethingNew',
    )
  })

  it('quotes an unknown program, cut and cleaned', () => {
    const said = (line: string) => at(42, [`Program log: ${line}`, ...failing(42, UNKNOWN)]).words
    expect(said('AnchorError occurred. Error Code: Foo. Error Number: 42. Error Message: Not today.')).toBe(
      'instruction 4 failed: the program says “Not today.” (42)',
    )
    expect(said('Error: <b>send</b> [SOL](tg://user) to\u202e \u0007me')).toBe(
      'instruction 4 failed: the program says “b send b SOL (tg: user) to me” (42)',
    )
    expect(said('Instruction: Swap')).toBe('instruction 4 failed: program error (42)')
    expect(said('x'.repeat(500)).length).toBeLessThan(170)
  })

  it('never hands on markup or control characters, whatever a program writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(at(42, [`Program log: ${line}`, ...failing(42, UNKNOWN)]).words).not.toMatch(
          /[<>[\]*_`@#|\\/\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
        )
      }),
    )
  })
})
