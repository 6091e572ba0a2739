import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadState, saveState } from './state-file'

let folder: string
let path: string
const lines: string[] = []
const say = (line: string) => lines.push(line)
const state = {
  chain: Uint8Array.of(1, 2, 3, 250),
  genesisHash: 'g',
  market: { seed: 7, prices: { SOL: 150.25 } },
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'))
  path = join(folder, 'sandbox', 'world.bin')
  lines.length = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('state file', () => {
  it('is nothing on the first start', () => {
    expect(loadState(path, say)).toBeNull()
    expect(lines).toEqual([])
  })

  it('gives back what was saved and leaves no temporary file', () => {
    saveState(path, state)
    saveState(path, { ...state, market: { seed: 8 } })
    const loaded = loadState(path, say)
    expect(Array.from(loaded?.chain ?? [])).toEqual([1, 2, 3, 250])
    expect(loaded).toMatchObject({ market: { seed: 8 }, genesisHash: 'g' })
    expect(readdirSync(join(folder, 'sandbox'))).toEqual(['world.bin'])
  })

  it.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 2)],
    ['empty', () => Buffer.alloc(0)],
    ['garbage', () => Buffer.from('this was never a state file, whatever it says')],
    [
      'of another format',
      (whole: Buffer) => Buffer.from(whole.toString('latin1').replace('"format":1', '"format":9'), 'latin1'),
    ],
  ])('sets a file that is %s aside with one line', (_, spoil) => {
    saveState(path, state)
    const spoiled = spoil(readFileSync(path))
    writeFileSync(path, spoiled)
    expect(loadState(path, say)).toBeNull()
    expect(lines).toHaveLength(1)
    const [kept] = readdirSync(join(folder, 'sandbox'))
    expect(kept).toMatch(/^world\.bin\.bad-/)
    expect(readFileSync(join(folder, 'sandbox', kept ?? ''))).toEqual(spoiled)
  })
})
