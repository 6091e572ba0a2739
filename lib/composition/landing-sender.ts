import { createHeliusSender } from '@/lib/adapters/helius-sender/helius-sender'
import { createJitoSender } from '@/lib/adapters/jito/jito-sender'
import type { VendorConfig } from '@/lib/config/vendors'
import type { Mode } from '@/lib/contracts/health'
import { type LandingWays, NODES_ALONE } from '@/lib/domain/execution/landing-path'
import type { Logger } from '@/lib/observability/logger'
import type { TransactionSender } from '@/lib/ports/chain'

type Ways = Pick<VendorConfig, 'jitoUrl' | 'heliusSenderUrl'>

/** Nothing of paper is ever sent, so it tips nobody. */
export const landingWays = (config: Ways & { mode: Mode }): LandingWays =>
  config.mode === 'paper'
    ? NODES_ALONE
    : { sender: config.heliusSenderUrl !== null, jito: config.jitoUrl !== null }

/** The nodes, and in front of them whoever is set up; each takes only what tips it. */
export const createLandingSender = (
  { jitoUrl, heliusSenderUrl }: Ways,
  nodes: TransactionSender,
  logger: Logger,
): TransactionSender => {
  const behindJito = jitoUrl === null ? nodes : createJitoSender({ url: jitoUrl, nodes, logger })
  return heliusSenderUrl === null
    ? behindJito
    : createHeliusSender({ url: heliusSenderUrl, nodes: behindJito, logger, now: Date.now })
}
