import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'

/** A relay in front of the sandbox: answers come later by a latency, and subscriptions can be cut off. */
export const openSlowFront = async () => {
  let target = new URL('http://127.0.0.1:1')
  let latencyMs = 0
  let cut = false
  const sockets = new Set<Duplex>()
  const agent = new http.Agent({ keepAlive: true })

  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const relayed = http.request(new URL(url, target), { method, headers, agent }, (answer) => {
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      }, latencyMs)
    })
    relayed.on('error', () => response.destroy())
    request.pipe(relayed)
  })
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    if (cut) return socket.destroy()
    const upstream = net.connect(Number(target.port), target.hostname, () => {
      const lines = request.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [],
      )
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      upstream.write(head)
      socket.pipe(upstream).pipe(socket)
    })
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => {})
      end.on('close', () => {
        sockets.delete(end)
        socket.destroy()
        upstream.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    inFrontOf: async (sandboxUrl: string): Promise<string> => {
      target = new URL(sandboxUrl)
      return url
    },
    slowDown: (ms: number): void => {
      latencyMs = ms
    },
    cutSubscriptions: (): void => {
      cut = true
      for (const socket of sockets) socket.destroy()
    },
    close: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      agent.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
