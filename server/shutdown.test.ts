import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { listen } from './listen'
import { stopServer } from './shutdown'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const started = async (answer: (finish: () => void) => void) => {
  let arrived: () => void = () => {}
  const arrival = new Promise<void>((resolve) => (arrived = resolve))
  const server = createServer((_, response) => {
    arrived()
    answer(() => response.end('done'))
  })
  servers.push(server)
  await listen(server, '127.0.0.1', 0)
  const { port } = server.address() as AddressInfo
  return {
    server,
    port,
    arrival,
    ask: () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text()),
  }
}

describe('stopping', () => {
  it('lets a running request finish, and takes no new one', async () => {
    let finish: () => void = () => {}
    const { server, ask, arrival } = await started((end) => (finish = end))
    const answer = ask()
    await arrival
    const stopped = stopServer(server, 5_000)
    await expect(ask()).rejects.toThrow()
    finish()
    expect(await answer).toBe('done')
    expect(await stopped).toBe(true)
  })

  it('does not wait for connections that are kept alive and idle', async () => {
    const { server, ask } = await started((end) => end())
    await ask()
    expect(await stopServer(server, 5_000)).toBe(true)
  })

  it('cuts what takes too long', async () => {
    const { server, ask, arrival } = await started(() => {})
    const answer = ask()
    answer.catch(() => {})
    await arrival
    expect(await stopServer(server, 50)).toBe(false)
    await expect(answer).rejects.toThrow()
  })
})

describe('listening', () => {
  it('says what to do when the port is taken', async () => {
    const { port } = await started((end) => end())
    const second = createServer()
    await expect(listen(second, '127.0.0.1', port)).rejects.toThrow(
      `port ${port} is in use. Stop what uses it, or start with PORT=${port + 1}.`,
    )
  })
})
