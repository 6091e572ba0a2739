import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Load, LoadResult } from './geyser-generator'

/** The load generator in a process of its own. */
export const startGenerator = async () => {
  const child = fork('scripts/bench/geyser-generator.ts', { execArgv: ['--import', 'tsx'] })
  const answer = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0]
  const { port } = await answer<{ port: number }>()
  return {
    url: `http://127.0.0.1:${port}`,
    run: (load: Load): Promise<LoadResult> => {
      child.send(load)
      return answer<LoadResult>()
    },
    stop: async (): Promise<void> => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

export type Generator = Awaited<ReturnType<typeof startGenerator>>
