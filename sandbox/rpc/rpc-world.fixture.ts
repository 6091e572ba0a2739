import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Commitment, Connection, Keypair, LAMPORTS_PER_SOL } from '@solana/web3.js'
import bs58 from 'bs58'
import { SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import { Chain } from '@/sandbox/chain/chain'
import { disconnect } from '@/sandbox/disconnect.fixture'
import { FaultBoard } from '@/sandbox/faults/fault-board'
import { createRpcHandler } from './rpc-handler'

const PROVIDERS = ['helius', 'quicknode', 'alchemy', 'triton', 'public']

/** A running chain with fast slots behind real sockets, for tests. */
export async function openRpcWorld(slotMs = 25) {
  let skippedMs = 0
  const now = () => Date.now() + skippedMs
  const chain = Chain.create({ slotMs, genesisHash: bs58.encode(new Uint8Array(32).fill(3)), now })
  const faults = new FaultBoard()
  const handlers = new Map(PROVIDERS.map((name) => [name, createRpcHandler(chain, faults, name)]))
  const handlerOf = (url: string | undefined) => handlers.get(url?.split('/')[2] ?? '')
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => handlerOf(request.url)?.handleHttp(request, response))
  server.on('upgrade', (request, socket, head) =>
    handlerOf(request.url)?.handleUpgrade(request, socket, head),
  )
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  chain.start()

  const urlOf = (provider: string) => `http://127.0.0.1:${port}/rpc/${provider}`
  const fund = (keypair: Keypair, sol: number) =>
    chain.setAccount(keypair.publicKey.toBase58(), {
      lamports: BigInt(sol * LAMPORTS_PER_SOL),
      owner: SYSTEM_PROGRAM,
      data: new Uint8Array(),
      executable: false,
    })
  const wallet = (sol = 10) => {
    const keypair = Keypair.generate()
    fund(keypair, sol)
    return keypair
  }
  const connections: Connection[] = []
  const connect = (provider = 'helius', commitment: Commitment = 'confirmed') => {
    const connection = new Connection(urlOf(provider), {
      commitment,
      wsEndpoint: urlOf(provider).replace('http', 'ws'),
      disableRetryOnRateLimit: true,
    })
    connections.push(connection)
    // It would reuse a blockhash for 30 s, which is longer than one lives on a chain this fast.
    return Object.assign(connection, { _disableBlockhashCaching: true })
  }
  return {
    chain,
    faults,
    wallet,
    urlOf,
    connect,
    /** Moves the chain's clock, not its slots. */
    skipAhead: (ms: number) => {
      skippedMs += ms
    },
    /** No slot passes while `run` does. */
    betweenSlots: async (run: () => Promise<void>) => {
      chain.stop()
      try {
        await run()
      } finally {
        chain.start()
      }
    },
    post: async (body: unknown, provider = 'helius') =>
      fetch(urlOf(provider), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: async () => {
      await Promise.all(connections.map(disconnect))
      chain.stop()
      for (const handler of handlers.values()) handler.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type RpcWorld = Awaited<ReturnType<typeof openRpcWorld>>

/** Polls until `check` answers something truthy; throws after the deadline. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 10_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await check()
    if (value) return value as NonNullable<T>
    if (Date.now() > deadline) throw new Error(`Nothing within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
