import { describeAccountStream } from '@/lib/ports/account-stream-conformance.fixture'
import { openGeyserWorld } from '@/sandbox/geyser/geyser-world.fixture'
import { createAccountStream } from './account-stream'
import { createSolanaRpc } from './solana-rpc'

const logger = { warn: () => {} }

describeAccountStream('WebSocket subscriptions', async () => {
  const world = await openGeyserWorld()
  const providers = ['helius', 'quicknode'].map((name) => ({
    name,
    url: world.urlOf(name),
    wsUrl: world.urlOf(name).replace('http', 'ws'),
  }))
  const reader = createSolanaRpc({ providers, rps: 500, logger, timeoutMs: 2_000 })
  const stream = createAccountStream({ endpoints: providers, reader, logger, silenceMs: 400 })
  return {
    stream,
    set: world.setAccount,
    owner: world.owner,
    slot: () => world.chain.slot,
    cut: () => void world.faults.add({ target: 'helius', kind: 'disconnect', count: 1 }),
    break: (kind) => void world.faults.add({ target: 'helius', kind }),
    heal: () => world.faults.clear(),
    close: async () => {
      await stream.close()
      await reader.close()
      await world.close()
    },
  }
})
