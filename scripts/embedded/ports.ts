import net from 'node:net'

/** Null when the port can be bound, else the reason (`EADDRINUSE`, `EACCES`, …). */
export function portFault(port: number, host = '127.0.0.1'): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** The remembered port if it is still free, else any free one outside `taken`. */
export async function choosePort(
  remembered: number | undefined,
  taken: ReadonlySet<number>,
): Promise<number> {
  if (remembered && !taken.has(remembered) && (await portFault(remembered)) === null) return remembered
  for (;;) {
    const port = await anyFreePort()
    if (!taken.has(port)) return port
  }
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
