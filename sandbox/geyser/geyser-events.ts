import type { AccountChange, Block, ChainAccount, Commitment, LandedTransaction } from '@/sandbox/chain/chain'

/** What a subscriber can be told of. `body` encodes it once, when somebody wants it. */
export type GeyserEvent =
  | {
      kind: 'account'
      slot: bigint
      change: AccountChange
      told: () => ChainAccount | null
      body: () => Uint8Array
    }
  | {
      kind: 'transaction'
      slot: bigint
      landed: LandedTransaction
      body: () => Uint8Array
      status: () => Uint8Array
    }
  | { kind: 'slot'; slot: bigint; status: Commitment; body: () => Uint8Array }
  | { kind: 'block'; slot: bigint; block: Block; body: () => Uint8Array }

/** `any`: told at every commitment at once, such as what the operator writes. */
export type Level = Commitment | 'any'

export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
