import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { identify, isRunning } from '../embedded/process-identity'
import { takeInstanceLock } from './instance-lock'

let folder: string
const said: string[] = []
const take = () => takeInstanceLock(folder, 'http://127.0.0.1:3000', (line) => said.push(line))
const file = () => path.join(folder, 'launcher.lock')

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jarvis-lock-'))
  said.length = 0
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('instance lock', () => {
  it('refuses a second start and names the first', () => {
    const lock = take()
    expect(take).toThrow(`already running (pid ${process.pid}, http://127.0.0.1:3000)`)
    lock.release()
    take().release()
    expect(fs.readdirSync(folder)).toEqual([])
    expect(said).toEqual([])
  })

  it('takes over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    await new Promise((resolve) => child.once('spawn', resolve))
    const dead = identify(child.pid ?? 0)
    fs.writeFileSync(file(), JSON.stringify({ ...dead, url: 'http://127.0.0.1:1' }))
    expect(take).toThrow('already running')
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    take().release()
    expect(said).toEqual([`an earlier run (pid ${child.pid}) ended without cleaning up; taking over`])
  })

  it('is not fooled by a reused pid', () => {
    fs.writeFileSync(file(), JSON.stringify({ pid: process.pid, startedAt: 'another boot:1', url: 'x' }))
    take().release()
    expect(said).toHaveLength(1)
  })

  it('takes over an unreadable lock', () => {
    fs.writeFileSync(file(), '{"pid": 12')
    take().release()
    expect(said).toEqual(['an earlier run ended without cleaning up; taking over'])
  })

  it('does not remove a lock that somebody else has taken since', () => {
    const lock = take()
    fs.writeFileSync(file(), JSON.stringify({ pid: 1, startedAt: 'x', url: 'y' }))
    lock.release()
    expect(fs.existsSync(file())).toBe(true)
  })
})

describe('process identity', () => {
  it('knows itself, and nobody behind an impossible pid', () => {
    const own = identify(process.pid)
    expect(own && isRunning(own)).toBe(true)
    expect(identify(0)).toBeNull()
    expect(identify(2 ** 30)).toBeNull()
  })
})
