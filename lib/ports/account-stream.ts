/** One account as the chain has it at a slot. */
export type AccountUpdate = {
  address: string
  owner: string
  data: Uint8Array
  slot: bigint
  lamports: bigint
  /** The provider that told it, where that is known. */
  node?: string
}

export type AccountStreamHandlers = {
  onAccount(update: AccountUpdate): void
  onSlot(slot: bigint): void
  /** Whether the chain cannot have come so far: such an account is neither told nor remembered. */
  isFuture?(slot: bigint): boolean
  /** Connected or lost, with the reason; a lost stream reconnects by itself. */
  onState(state: { connected: boolean; detail: string }): void
}

/** Live account changes. Subscribing again replaces nothing: addresses are a set. */
export interface AccountStream {
  readonly source: 'yellowstone' | 'websocket'
  start(handlers: AccountStreamHandlers): void
  /** Also delivers each account's current state at once. */
  watch(addresses: readonly string[]): Promise<void>
  unwatch(addresses: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Reading accounts once, over HTTP, with failover between providers. */
export interface AccountReader {
  /**
   * The accounts as one provider has them at `processed`, keyed by address; an address without an
   * account is absent. Any number of addresses: the reader splits calls as the node demands. `avoid`
   * names providers to ask last, `atLeast` the slot an answer must have reached: a second look at what
   * one node told. Where no provider has reached it, the newest answer counts.
   * `need` tells what stops wait for: a second look goes before all else, a poll right after the transactions under way.
   */
  accounts(
    addresses: readonly string[],
    options?: { avoid?: readonly string[]; atLeast?: bigint; need?: 'second-look' | 'poll' },
  ): Promise<ReadonlyMap<string, AccountUpdate>>
}
