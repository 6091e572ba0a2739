import { errorMessage } from '@/lib/errors'

export type Loop = { stop: () => Promise<void> }

/**
 * Runs `step` again and again, `everyMs` after it began, or at once when it took longer. One step at a
 * time; a failing step is logged and the loop goes on.
 */
export const startLoop = (
  name: string,
  everyMs: number,
  step: () => Promise<void>,
  logger: { error(fields: object, message: string): void },
): Loop => {
  let stopped = false
  let wake = () => {}
  const run = async () => {
    while (!stopped) {
      const began = performance.now()
      await step().catch((error: unknown) =>
        logger.error({ loop: name, error: errorMessage(error) }, 'loop step failed'),
      )
      const left = Math.max(0, everyMs - (performance.now() - began))
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = run()
  return {
    stop: () => {
      stopped = true
      wake()
      return running
    },
  }
}
