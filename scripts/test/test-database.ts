import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** An empty database of its own for one test file; run the migrations on it, drop it in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testDatabaseUrl')
  const name = `jarvis_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(server, `create database "${name}"`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database if exists "${name}" with (force)`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 2 })
  }
}
