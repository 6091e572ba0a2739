import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * How long this process stood still at most, because the machine was busy: by so much everything it does or sees may
 * be late. For tests that compare times.
 */
export const watchStalls = () => {
  const delays = monitorEventLoopDelay({ resolution: 10 })
  delays.enable()
  return {
    longestMs: (): number => delays.max / 1e6,
    reset: (): void => delays.reset(),
    stop: (): void => void delays.disable(),
  }
}
