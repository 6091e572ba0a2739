import type { PriceSource } from '@/lib/ports/market-data'
import type { JupiterClient, JupiterPriority } from '../client'
import { jupiterPrices } from './schemas'

const MINTS_A_CALL = 50

/** Jupiter Price API v3 (dev.jup.ag/docs/price/v3). A price of zero counts as none. Throws what the client throws. */
export const createJupiterPriceSource = (
  client: JupiterClient,
  options: { priority: JupiterPriority },
): PriceSource => ({
  name: 'jupiter',
  prices: async (mints) => {
    const found = new Map<string, { priceUsd: string; slot: bigint | null }>()
    for (let start = 0; start < mints.length; start += MINTS_A_CALL) {
      const asked = mints.slice(start, start + MINTS_A_CALL)
      const answer = await client.get('/price/v3', { ids: asked.join(',') }, jupiterPrices, options)
      for (const mint of asked) {
        const price = answer[mint]
        if (!price || price.usdPrice === '0' || price.usdPrice.startsWith('-')) continue
        found.set(mint, {
          priceUsd: price.usdPrice,
          slot: price.blockId == null ? null : BigInt(price.blockId),
        })
      }
    }
    return found
  },
})
