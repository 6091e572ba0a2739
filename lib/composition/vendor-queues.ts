import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { createSharedBudget } from '@/lib/adapters/shared-budget/shared-budget'
import type { VendorConfig } from '@/lib/config/vendors'
import type { Logger } from '@/lib/observability/logger'

type Deps = { redis: Redis; logger: Logger; shareAlone: number }

/** What a vendor grants counts by host and key. The key itself is not for Redis. */
const nameOf = (url: string, key: string | undefined): string => {
  const { host } = new URL(url)
  return `${host}:${createHash('sha256')
    .update(key ?? '')
    .digest('hex')
    .slice(0, 16)}`
}

export const jupiterQueue = (config: VendorConfig, deps: Deps) =>
  createSharedBudget({
    ...deps,
    name: `jupiter:${nameOf(config.jupiterUrl, config.jupiterApiKey)}`,
    rps: config.jupiterRps,
  })

export const bagsQueue = (bags: NonNullable<VendorConfig['bags']>, deps: Deps) =>
  createSharedBudget({ ...deps, name: `bags:${nameOf(bags.url, bags.apiKey)}`, rps: bags.rps })
