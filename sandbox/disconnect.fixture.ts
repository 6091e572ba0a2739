import type { Connection } from '@solana/web3.js'

type SocketClient = {
  ready?: boolean
  setAutoReconnect: (again: boolean) => void
  close: () => void
  once: (event: 'close', done: () => void) => void
}

/** Said goodbye to in time, web3.js does not try for ever to reach a server that has gone. */
export async function disconnect(connection: Connection): Promise<void> {
  const { _rpcWebSocket: client } = connection as unknown as { _rpcWebSocket: SocketClient }
  client.setAutoReconnect(false)
  if (!client.ready) return
  const closed = new Promise<void>((resolve) => client.once('close', resolve))
  client.close()
  await closed
}
