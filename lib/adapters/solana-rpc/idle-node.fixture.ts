import type { Provider } from './provider'

/** What every node of a test has that is asked without a network. */
export const idleNode: Omit<Provider, 'name' | 'ask'> = {
  tier: 1,
  wsUrl: '',
  budget: { backlog: () => 0, delayMs: () => 0, usage: () => ({ used: 0, waiting: 0, perSecond: 1 }) },
}
