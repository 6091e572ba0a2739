import type { AccountReader } from '@/lib/ports/account-stream'
import type { CurveReader } from '@/lib/ports/launch-feed'
import { accountFields } from './account-fields'
import { DBC_CONFIG, DBC_POOL } from './meteora-dbc'

const AT = { config: 72, quoteReserve: 240, isMigrated: 305 } as const
const MIGRATION_THRESHOLD = 264
const WHOLE_BPS = 10_000n

/** Quote raised against what graduates it, from Meteora's DBC accounts. Two reads for any number of pools. */
export const createCurveReader = (reader: AccountReader): CurveReader => ({
  progress: async (dbcPools) => {
    const read = dbcPools.length > 0 ? await reader.accounts([...new Set(dbcPools)]) : new Map()
    const pools = [...read.values()].flatMap((account) => {
      const pool = accountFields(account, DBC_POOL)
      return pool ? [{ address: account.address, pool, config: pool.key(AT.config) }] : []
    })
    const configs =
      pools.length > 0 ? await reader.accounts([...new Set(pools.map(({ config }) => config))]) : new Map()
    return new Map(
      pools.flatMap(({ address, pool, config }) => {
        const threshold = accountFields(configs.get(config), DBC_CONFIG)?.u64(MIGRATION_THRESHOLD) ?? 0n
        if (threshold === 0n) return []
        const raised = (pool.u64(AT.quoteReserve) * WHOLE_BPS) / threshold
        const whole = pool.u8(AT.isMigrated) > 0 || raised > WHOLE_BPS
        return [[address, whole ? Number(WHOLE_BPS) : Number(raised)] as const]
      }),
    )
  },
})
