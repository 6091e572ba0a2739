import postgres from 'postgres'

const LOCK_CLASS = 4_217

export type OrderLocks = {
  /** False while another process works on the order. */
  tryAcquire(orderId: string): Promise<boolean>
  release(orderId: string): Promise<void>
  close(): Promise<void>
}

/**
 * Session locks on one connection of their own: they end with the process, however it ends, so a
 * restart takes over at once. They only spare double work; what makes double effects impossible are
 * the unique rows and compare-and-sets of the attempts.
 */
export const openOrderLocks = (databaseUrl: string): OrderLocks => {
  const sql = postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'jarvis-order-locks' },
  })
  return {
    tryAcquire: async (orderId) => {
      const [row] = await sql<
        { locked: boolean }[]
      >`select pg_try_advisory_lock(${LOCK_CLASS}, hashtext(${orderId})) as locked`
      return row?.locked === true
    },
    release: async (orderId) => {
      await sql`select pg_advisory_unlock(${LOCK_CLASS}, hashtext(${orderId}))`
    },
    close: () => sql.end({ timeout: 2 }),
  }
}
