import type { CandleInterval } from '@/lib/contracts/tokens'

export const queryKeys = {
  account: ['account'] as const,
  readiness: ['readiness'] as const,
  preferences: ['preferences'] as const,
  portfolio: ['portfolio'] as const,
  openPositions: ['positions', 'open'] as const,
  closedPositions: ['positions', 'closed'] as const,
  orders: ['orders', 'recent'] as const,
  awaitingOrders: ['orders', 'awaiting'] as const,
  dcaPlans: ['dca-plans'] as const,
  order: (id: string) => ['order', id] as const,
  tokens: (query: string) => ['tokens', query] as const,
  token: (mint: string) => ['token', mint] as const,
  exitCost: (mint: string, amountUsd: string) => ['exit-cost', mint, amountUsd] as const,
  candles: (mint: string, interval: CandleInterval) => ['candles', mint, interval] as const,
  risk: ['risk'] as const,
  locks: ['risk', 'locks'] as const,
  fidelity: ['fidelity'] as const,
  reclaimable: ['reclaimable'] as const,
  wallets: ['wallets'] as const,
  addresses: ['addresses'] as const,
  transfers: ['transfers'] as const,
  transfer: (id: string) => ['transfer', id] as const,
  /** Written by the stream only. */
  price: (mint: string) => ['price', mint] as const,
  tradingState: ['trading-state'] as const,
}
