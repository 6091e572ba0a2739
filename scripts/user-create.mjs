import { handOver } from './bootstrap.mjs'

await handOver('./user-create/main.ts')
