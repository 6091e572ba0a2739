import { randomUUID } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestRedis } from '@/scripts/test/test-redis'
import { createJobQueues } from './enqueue'
import { openRedis, redisReady } from './redis'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const open = (url: string) => {
  const redis = openRedis(url, { role: 'command' })
  const queues = createJobQueues(redis, () => {})
  closing.push(() => redis.disconnect())
  return { redis, queues }
}

const enqueueOne = (queues: ReturnType<typeof createJobQueues>) =>
  queues.enqueue('execute-order', { orderId: randomUUID() }, 'exit')

describe('enqueue', () => {
  it('takes a job while Redis is there', async () => {
    const server = await createTestRedis()
    closing.push(() => server.drop())
    const { redis, queues } = open(server.url)
    closing.push(() => queues.close())
    await redisReady(redis, 5_000)
    await enqueueOne(queues)
    expect(await redis.keys('bull:trading:*')).not.toEqual([])
  })

  it('fails within two seconds while Redis has never been there', async () => {
    const { queues } = open('redis://127.0.0.1:1/0')
    const started = performance.now()
    await expect(enqueueOne(queues)).rejects.toThrow('not connected')
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('fails within two seconds when Redis hangs', async () => {
    const sockets = new Set<Socket>()
    let hangs = false
    // Says just enough for the connection to count as ready.
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('data', (data) => {
        if (hangs) return
        const text = String(data)
        for (const _ of text.matchAll(/\*\d+\r\n/g))
          socket.write(text.includes('info') ? '$17\r\nredis_version:7.2\r\n' : '+OK\r\n')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { redis, queues } = open(`redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`)
    expect(await redisReady(redis, 5_000)).toBe(true)
    hangs = true
    const started = performance.now()
    await expect(enqueueOne(queues)).rejects.toThrow(/in time|timed out/)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
