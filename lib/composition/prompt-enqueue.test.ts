import { describe, expect, it } from 'vitest'
import { promptEnqueue } from './prompt-enqueue'

const job = ['execute-order', { orderId: '4257f544-ea54-47ae-b636-17742519126b' }, 'exit'] as const
const never = () => new Promise<void>(() => {})

describe('prompt enqueue', () => {
  it('fails at once while Redis is away', async () => {
    await expect(promptEnqueue(never, { status: 'reconnecting' }, 60_000)(...job)).rejects.toThrow(
      'reconnecting',
    )
  })

  it('fails in time when Redis hangs', async () => {
    await expect(promptEnqueue(never, { status: 'ready' }, 20)(...job)).rejects.toThrow('20 ms')
  })

  it('passes the job and its failure on', async () => {
    const given: unknown[] = []
    const take = async (...args: unknown[]) => void given.push(args)
    await promptEnqueue(take, { status: 'ready' }, 1_000)(...job)
    expect(given).toEqual([job])
    const fails = () => Promise.reject(new Error('full'))
    await expect(promptEnqueue(fails, { status: 'ready' }, 1_000)(...job)).rejects.toThrow('full')
  })
})
