import type { Server } from 'node:http'

/**
 * Stops accepting, lets running requests finish within `graceMs`, then cuts what is left. Resolves
 * with whether everything finished by itself.
 */
export const stopServer = async (server: Server, graceMs: number): Promise<boolean> => {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)))
  // Kept-alive connections that are idle now, or become so, would hold the server open.
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), graceMs)
  })
  const finished = await Promise.race([closed, late])
  clearInterval(idle)
  clearTimeout(timer)
  if (!finished) server.closeAllConnections()
  return finished
}

/** Calls `stop` at the first SIGTERM or SIGINT; later ones are ignored. */
export const onStopSignal = (stop: (signal: string) => void): void => {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) return
      stopping = true
      stop(signal)
    })
}
