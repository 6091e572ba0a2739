import { handOver } from './bootstrap.mjs'

await handOver('./drill/main.ts')
