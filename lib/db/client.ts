import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as schema from '@/drizzle/schema'

export type Database = PostgresJsDatabase<typeof schema>
/** The pool, or an open transaction on it: repositories take either. */
export type Executor = Database | Parameters<Parameters<Database['transaction']>[0]>[0]

export type DatabaseHandle = {
  db: Database
  sql: postgres.Sql
  close: () => Promise<void>
}

export type DatabaseOptions = { maxConnections?: number; applicationName: string }

export const openDatabase = (url: string, options: DatabaseOptions): DatabaseHandle => {
  const sql = postgres(url, {
    max: options.maxConnections ?? 10,
    connect_timeout: 5,
    idle_timeout: 60,
    // Its own query on each new connection, whose failure nobody can catch: it would end the process. We use no arrays.
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: options.applicationName, TimeZone: 'UTC' },
  })
  return { db: drizzle(prepared(sql), { schema }), sql, close: () => sql.end({ timeout: 5 }) }
}

/** Lists of values make a statement of each length; above this many parameters none is kept. */
const MOST_PARAMETERS = 64

/**
 * drizzle sends each statement unprepared, which costs two journeys to the server (describe, then bind) and
 * a plan. Prepared, the second and every later use costs one.
 */
const prepared = <S extends postgres.Sql | postgres.TransactionSql>(client: S): S => {
  const { unsafe } = client
  client.unsafe = (query, parameters = [], options) =>
    unsafe(query, parameters, { ...options, prepare: parameters.length <= MOST_PARAMETERS })
  if ('begin' in client) {
    const begin = client.begin.bind(client) as (run: (tx: postgres.TransactionSql) => unknown) => unknown
    const preparing = (run: (tx: postgres.TransactionSql) => unknown) => begin((tx) => run(prepared(tx)))
    Object.assign(client, { begin: preparing })
  } else {
    const savepoint = client.savepoint.bind(client) as (
      run: (tx: postgres.TransactionSql) => unknown,
    ) => unknown
    const preparing = (run: (tx: postgres.TransactionSql) => unknown) => savepoint((tx) => run(prepared(tx)))
    Object.assign(client, { savepoint: preparing })
  }
  return client
}

/** SQLSTATE 23505, optionally of one index. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => {
  for (let current = error; current instanceof Error; current = current.cause)
    if ('code' in current && current.code === '23505')
      return (
        constraint === undefined || (current as { constraint_name?: string }).constraint_name === constraint
      )
  return false
}
