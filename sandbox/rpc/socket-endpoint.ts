import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Provider } from './provider'
import { AccountFeed } from './subscriptions/account-feed'
import { SocketSession } from './subscriptions/socket-session'
import { TransactionFeed } from './subscriptions/transaction-feed'

type SocketEndpoint = {
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close: () => void
}

/** JSON-RPC subscriptions over WebSocket, cut or refused as the faults against this provider say. */
export function createSocketEndpoint(provider: Provider): SocketEndpoint {
  const server = new WebSocketServer({ noServer: true })
  const { chain } = provider
  const feeds = { provider, accounts: new AccountFeed(chain), transactions: new TransactionFeed(chain) }
  const sessions = new Set<SocketSession>()

  const cutSockets = () => {
    if (server.clients.size === 0) return
    if (!provider.standing('down') && !provider.strike('disconnect', '')) return
    for (const client of server.clients) client.terminate()
  }
  chain.on('slot', cutSockets)

  return {
    handleUpgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      if (provider.standing('down')) return void socket.destroy()
      if (provider.standing('hang')) return
      const refused = refusalOf(provider)
      if (refused) return void socket.end(`HTTP/1.1 ${refused}\r\nconnection: close\r\n\r\n`)
      server.handleUpgrade(request, socket, head, (client) => {
        const session = new SocketSession(client, feeds)
        sessions.add(session)
        client.on('close', () => sessions.delete(session))
      })
    },
    close() {
      chain.off('slot', cutSockets)
      for (const session of sessions) session.end()
      for (const client of server.clients) client.terminate()
      feeds.accounts.close()
      feeds.transactions.close()
      server.close()
    },
  }
}

function refusalOf(provider: Provider): string | null {
  if (provider.standing('rate_limit')) return '429 Too Many Requests'
  const failed = provider.standing('error')
  return failed ? `${Number(failed.value ?? 503)} Error` : null
}
