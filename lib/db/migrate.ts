import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

const MIGRATION_LOCK = 4_217_001

/** Brings the database to the current schema. Safe for several processes at once: one migrates, the rest wait. */
export const runMigrations = async (databaseUrl: string): Promise<void> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle(sql), {
      migrationsFolder: fileURLToPath(new URL('../../drizzle/migrations', import.meta.url)),
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}
