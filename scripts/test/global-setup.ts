import type { TestProject } from 'vitest/node'
import { startTestServers } from './test-servers'

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabaseUrl: string
    testRedisUrl: string
  }
}

/** Boots what the integration tests need, also when vitest is started by hand. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startTestServers((line) => console.log(`  ${line}`))
  project.provide('testDatabaseUrl', servers.databaseUrl)
  project.provide('testRedisUrl', servers.redisUrl)
  return servers.stop
}
