import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isShown, openLog, shorten } from './log-files'

const info =
  '{"level":30,"time":1,"pid":7,"hostname":"h","process":"web","msg":"request","status":200,"route":"/x"}'
const error = '{"level":50,"msg":"order failed","err":{"message":"no venue","stack":"..."}}'

describe('a log line on the console', () => {
  it('is one readable sentence', () => {
    expect(shorten(info)).toBe('info request status=200 route=/x')
    expect(shorten(error)).toBe('ERROR order failed (no venue)')
    expect(shorten('plain words')).toBe('plain words')
    expect(shorten('{"broken')).toBe('{"broken')
  })

  it('is shown by its level', () => {
    expect([info, error, 'plain words', ' '].map((line) => isShown(line, 'warnings'))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([info, error].map((line) => isShown(line, 'everything'))).toEqual([true, true])
    expect(isShown(error, 'nothing')).toBe(false)
    expect(isShown('{"level":"info","msg":"request"}', 'warnings')).toBe(false)
    expect(isShown('{"level":"warn","msg":"slow"}', 'warnings')).toBe(true)
  })
})

describe('a log file', () => {
  let folder: string
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-logs-'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  it('keeps every line, also those the console leaves out', () => {
    const shown = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const write = openLog(folder, 'web', 'warnings')
    write(info)
    write('plain words')
    const kept = fs.readFileSync(path.join(folder, 'web.log'), 'utf8').trim().split('\n')
    expect(kept[0]).toBe(info)
    expect(kept[1]).toMatch(/^\d{4}-.*Z plain words$/)
    expect(shown).toHaveBeenCalledTimes(1)
  })

  it('is put aside when it has grown large', () => {
    fs.writeFileSync(path.join(folder, 'web.log'), Buffer.alloc(21 * 1024 * 1024))
    openLog(folder, 'web', 'nothing')('first of the new file')
    expect(fs.statSync(path.join(folder, 'web.log')).size).toBeLessThan(100)
    expect(fs.statSync(path.join(folder, 'web.log.1')).size).toBe(21 * 1024 * 1024)
  })
})
