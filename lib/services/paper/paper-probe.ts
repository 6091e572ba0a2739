import type { RoundTripProbe } from '@/lib/ports/round-trip-probe'

/** Paper mode builds no transaction, and its wallets hold nothing on the chain that one could be tried with. */
export const paperProbe: RoundTripProbe = { prepare: async () => ({ kind: 'untestable' }) }
