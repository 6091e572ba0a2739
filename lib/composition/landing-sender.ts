import { createHeliusSender } from '@/lib/adapters/helius-sender/helius-sender'
import { createJitoSender } from '@/lib/adapters/jito/jito-sender'
import type { VendorConfig } from '@/lib/config/vendors'
import type { Logger } from '@/lib/observability/logger'
import type { TransactionSender } from '@/lib/ports/chain'

/** The nodes, and in front of them whoever is set up; each takes only what tips it. */
export const createLandingSender = (
  { jitoUrl, heliusSenderUrl }: Pick<VendorConfig, 'jitoUrl' | 'heliusSenderUrl'>,
  nodes: TransactionSender,
  logger: Logger,
): TransactionSender => {
  const behindJito = jitoUrl === null ? nodes : createJitoSender({ url: jitoUrl, nodes, logger })
  return heliusSenderUrl === null
    ? behindJito
    : createHeliusSender({ url: heliusSenderUrl, nodes: behindJito, logger, now: Date.now })
}
