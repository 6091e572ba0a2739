import { randomUUID } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '@/scripts/test/test-database'
import { openOrderLocks, type OrderLocks } from './order-locks'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const database = async (): Promise<string> => {
  const created = await createTestDatabase()
  closing.push(() => created.drop())
  return created.url
}

const open = (url: string, limitMs?: number): OrderLocks => {
  const locks = openOrderLocks(url, limitMs)
  closing.push(() => locks.close())
  return locks
}

/** A way to the database on which the connections that exist can be struck dumb. */
const proxyTo = async (url: string) => {
  const target = new URL(url)
  const pairs: [Socket, Socket][] = []
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.pipe(upstream).pipe(client)
    pairs.push([client, upstream])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of pairs.flat()) socket.destroy()
    server.close()
  })
  const proxied = new URL(url)
  proxied.hostname = '127.0.0.1'
  proxied.port = String((server.address() as AddressInfo).port)
  return {
    url: proxied.href,
    strikeDumb: () => {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream)
        upstream.unpipe(client)
        upstream.destroy()
        client.resume()
      }
    },
  }
}

describe('order locks', () => {
  it('gives an order to one process until it lets go', async () => {
    const url = await database()
    const [first, second] = [open(url), open(url)]
    const orderId = randomUUID()
    expect(await first.tryAcquire(orderId)).toBe(true)
    expect(await second.tryAcquire(orderId)).toBe(false)
    await first.release(orderId)
    expect(await second.tryAcquire(orderId)).toBe(true)
  })

  it('replaces a connection that no longer answers, and the next order runs', async () => {
    const proxy = await proxyTo(await database())
    const locks = open(proxy.url, 1_000)
    expect(await locks.tryAcquire(randomUUID())).toBe(true)
    proxy.strikeDumb()
    await expect(locks.tryAcquire(randomUUID())).rejects.toThrow('within 1000 ms')
    const deadline = performance.now() + 10_000
    let acquired = false
    while (!acquired && performance.now() < deadline)
      acquired = await locks.tryAcquire(randomUUID()).catch(() => false)
    expect(acquired).toBe(true)
  })
})
