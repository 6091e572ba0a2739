import { afterEach, expect, it } from 'vitest'
import { startServer } from '../embedded/server-process'
import { Supervisor } from './supervisor'

const said: string[] = []
const pids: number[] = []
let supervisor: Supervisor

const supervise = (script: string) => {
  supervisor = new Supervisor(
    'worker',
    () => startServer({ name: 'worker', command: process.execPath, args: ['-e', script] }),
    { say: (line) => said.push(line), started: (server) => pids.push(server.pid) },
  )
  return supervisor
}

afterEach(async () => {
  await supervisor.stop(500)
  said.length = 0
  pids.length = 0
})

it('starts a program that was killed again, and tells its new pid', async () => {
  await supervise('setInterval(() => {}, 1000)').start()
  process.kill(pids[0] ?? 0, 'SIGKILL')
  await expect.poll(() => pids.length, { timeout: 10_000 }).toBe(2)
  expect(said).toEqual(['worker ended (SIGKILL); starting it again in 1 s'])
  expect(supervisor.isRunning()).toBe(true)
})

it('waits longer each time, keeps the last words, and stops at once when asked', async () => {
  await supervise('console.log("no key"); process.exit(1)').start()
  await expect.poll(() => supervisor.endings, { timeout: 15_000 }).toBe(2)
  expect(said).toEqual([
    'worker ended (exit code 1); starting it again in 1 s',
    'worker ended (exit code 1); starting it again in 2 s',
  ])
  expect(supervisor.lastLines).toEqual(['no key'])
  // It is in its pause of two seconds now; a stop does not sit it out.
  const asked = performance.now()
  await supervisor.stop(500)
  expect(performance.now() - asked).toBeLessThan(1500)
  expect(supervisor.isRunning()).toBe(false)
})
