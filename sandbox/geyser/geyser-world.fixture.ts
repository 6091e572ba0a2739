import { openRpcWorld } from '@/sandbox/rpc/rpc-world.fixture'
import { type GeyserOptions, startGeyser } from './start-geyser'

const OWNER = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'

/** A running chain with fast slots, its nodes and its Yellowstone behind real sockets, for tests. */
export async function openGeyserWorld(options: Partial<GeyserOptions> & { slotMs?: number } = {}) {
  const world = await openRpcWorld(options.slotMs)
  const serve = (port: number) => startGeyser({ chain: world.chain, faults: world.faults, ...options, port })
  let geyser = await serve(0)
  const { port } = geyser
  return {
    ...world,
    owner: OWNER,
    subscribers: () => geyser.subscribers(),
    geyserUrl: `http://127.0.0.1:${port}`,
    /** The server goes away and comes back on its port, with nothing of what it had kept. */
    restart: async (whileDown: () => Promise<void> = async () => {}) => {
      await geyser.close()
      await whileDown()
      geyser = await serve(port)
    },
    setAccount: (address: string, value: number) =>
      world.chain.setAccount(address, {
        lamports: 5n,
        owner: OWNER,
        data: new Uint8Array([value]),
        executable: false,
      }),
    close: async () => {
      await geyser.close()
      await world.close()
    },
  }
}

export type GeyserWorld = Awaited<ReturnType<typeof openGeyserWorld>>
