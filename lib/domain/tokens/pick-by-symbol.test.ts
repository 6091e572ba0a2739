import { describe, expect, it } from 'vitest'
import { normalSymbol, pickBySymbol } from './pick-by-symbol'

const token = (mint: string, symbol: string, verified = false) => ({ mint, symbol, verified })

describe('pickBySymbol', () => {
  it('accepts a dollar sign and any case', () => {
    expect(normalSymbol(' $bOnk ')).toBe('BONK')
    expect(pickBySymbol('$bonk', [token('a', 'Bonk')])).toMatchObject({ kind: 'one', token: { mint: 'a' } })
  })

  it('takes the one verified token among copies', () => {
    const known = [token('fake', 'BONK'), token('real', 'BONK', true), token('copy', 'bonk')]
    expect(pickBySymbol('BONK', known)).toMatchObject({ kind: 'one', token: { mint: 'real' } })
  })

  it.each([
    ['two unverified', [token('a', 'TWIN'), token('b', 'TWIN')]],
    ['two verified', [token('a', 'TWIN', true), token('b', 'TWIN', true), token('c', 'TWIN')]],
  ])('refuses to choose between %s', (_, known) => {
    expect(pickBySymbol('twin', known)).toMatchObject({ kind: 'ambiguous', candidates: known })
  })

  it('counts a token listed twice once, and does not match a part of a symbol', () => {
    expect(pickBySymbol('A', [token('a', 'A'), token('a', 'A')]).kind).toBe('one')
    expect(pickBySymbol('BON', [token('a', 'BONK')]).kind).toBe('none')
  })
})
