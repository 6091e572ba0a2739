import postgres from 'postgres'
import { inGroups } from './grouped'
import { VOUCH_CLASS, VOUCH_KEY } from './reconciliation-repository'

const LOCK_CLASS = 4_217
/** Longer than any healthy answer. */
const ANSWER_LIMIT_MS = 3_000

export type OrderLocks = {
  /** False while another process works on the order. Throws when the database does not answer in time. */
  tryAcquire(orderId: string): Promise<boolean>
  release(orderId: string): Promise<void>
  /**
   * Says that this worker has compared the books with the chain and goes on comparing them. It lasts as long as the
   * connection, and is to be said again from time to time, because the connection may have been replaced.
   */
  vouch(): Promise<void>
  close(): Promise<void>
}

/**
 * Session locks on one connection of their own: they end with the process, however it ends, so a
 * restart takes over at once. They only spare double work; what makes double effects impossible are
 * the unique rows and compare-and-sets of the attempts.
 *
 * No order runs without this connection, so one that fails or hangs is replaced at once: the driver can
 * leave a cut connection in a state in which it never sends again. The locks it held are lost with it.
 */
export const openOrderLocks = (databaseUrl: string, answerLimitMs = ANSWER_LIMIT_MS): OrderLocks => {
  let client = connect(databaseUrl)

  const ask = async (query: (sql: postgres.Sql) => Promise<{ locked: boolean }[]>): Promise<boolean[]> => {
    const used = client
    try {
      const rows = await answerWithin(query(used), answerLimitMs)
      return rows.map(({ locked }) => locked)
    } catch (error) {
      if (used === client) {
        client = connect(databaseUrl)
        void used.end({ timeout: 0 }).catch(() => {})
      }
      throw error
    }
  }

  return {
    tryAcquire: inGroups((orderIds: readonly string[]) =>
      ask(
        (sql) => sql`
          select pg_try_advisory_lock(${LOCK_CLASS}, hashtext(id)) as locked
          from jsonb_array_elements_text(${JSON.stringify(orderIds)}::text::jsonb) as id`,
      ),
    ),
    release: inGroups(async (orderIds: readonly string[]) => {
      await ask(
        (sql) => sql`
          select pg_advisory_unlock(${LOCK_CLASS}, hashtext(id)) as locked
          from jsonb_array_elements_text(${JSON.stringify(orderIds)}::text::jsonb) as id`,
      )
      return orderIds.map(() => undefined)
    }),
    // Held twice it still ends with the connection.
    vouch: async () => {
      await ask(async (sql) => {
        await sql`select pg_advisory_lock_shared(${VOUCH_CLASS}, ${VOUCH_KEY})`
        return [{ locked: true }]
      })
    },
    close: () => client.end({ timeout: 2 }),
  }
}

const connect = (databaseUrl: string): postgres.Sql =>
  postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'jarvis-order-locks' },
  })

const answerWithin = async <T>(answer: Promise<T>, limitMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer about a lock within ${limitMs} ms`)), limitMs)
  })
  answer.catch(() => {})
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer))
}
