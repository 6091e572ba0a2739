import { once } from 'node:events'
import net from 'node:net'

/** A TCP relay to a server, which keeps all that clients say in plain text: their requests, not masked frames. */
export const openRecordingFront = async () => {
  const said: Buffer[] = []
  const sockets = new Set<net.Socket>()
  let target = new URL('http://127.0.0.1:1')
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket)
          client.destroy()
          upstream.destroy()
        })
    }
    client.on('data', (chunk: Buffer) => said.push(chunk))
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    inFrontOf: async (url: string): Promise<string> => {
      target = new URL(url)
      return `http://127.0.0.1:${port}`
    },
    /** How often clients said this. */
    count: (text: string): number => Buffer.concat(said).toString('latin1').split(text).length - 1,
    close: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
