import type { Server } from 'node:http'

/** The server cannot be started, and the message says how it could. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Throws StartError when the address cannot be had. */
export const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const why =
        {
          EADDRINUSE: `port ${port} is in use. Stop what uses it, or start with PORT=${port + 1}.`,
          EACCES: `port ${port} needs more rights. Start with a PORT above 1023.`,
          EADDRNOTAVAIL: `this machine has no address ${host}. Set HOST to one it has.`,
        }[error.code ?? ''] ?? error.message
      reject(new StartError(`JARVIS web cannot listen on ${host}:${port}: ${why}`, { cause: error }))
    }
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      resolve()
    })
  })
