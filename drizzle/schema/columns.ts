import { customType, timestamp } from 'drizzle-orm/pg-core'

/** Base units (lamports, token amounts): 40 digits hold any u64 sum; bigint in code. */
export const rawAmount = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(40,0)',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
})

/** Prices, dollars and percentages: unconstrained numeric, an exact decimal string in code. */
export const exact = customType<{ data: string; driverData: string }>({
  dataType: () => 'numeric',
})

export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
  toDriver: (value) => Buffer.from(value),
})

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 6 })
