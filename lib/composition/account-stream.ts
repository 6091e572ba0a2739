import { createAccountStream } from '@/lib/adapters/solana-rpc/account-stream'
import { createYellowstoneStream } from '@/lib/adapters/yellowstone/account-stream'
import type { GeyserConfig } from '@/lib/config/geyser'
import type { RpcProvider } from '@/lib/config/rpc-providers'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader, AccountStream } from '@/lib/ports/account-stream'

type Choice = { geyser: GeyserConfig | null; rpcProviders: readonly RpcProvider[] }

/** Yellowstone where one is configured, else the WebSocket subscriptions of the RPC nodes. */
export const chooseAccountStream = (
  { geyser, rpcProviders }: Choice,
  reader: AccountReader,
  logger: Logger,
): AccountStream =>
  geyser
    ? createYellowstoneStream({ endpoints: [{ name: 'yellowstone', ...geyser }], reader, logger })
    : createAccountStream({ endpoints: rpcProviders, reader, logger })
