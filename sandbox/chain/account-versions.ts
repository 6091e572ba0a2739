import type { ChainAccount } from './chain-types'

type Version = { slot: bigint; before: ChainAccount | null; operator: boolean }

/**
 * What accounts were before their recent writes, so that an account can be read as of an older slot. The
 * virtual machine itself holds only the newest state.
 */
export class AccountVersions {
  private readonly versions = new Map<string, Version[]>()
  private readonly writtenIn = new Map<bigint, Set<string>>()

  constructor(private readonly keptSlots: bigint) {}

  record(address: string, slot: bigint, before: ChainAccount | null, operator: boolean): void {
    const list = this.versions.get(address) ?? []
    if (list.length === 0) this.versions.set(address, list)
    const last = list.at(-1)
    if (last && last.slot === slot && last.operator === operator) return
    list.push({ slot, before, operator })
    const written = this.writtenIn.get(slot) ?? new Set()
    this.writtenIn.set(slot, written.add(address))
  }

  /** Undefined when the newest state already holds. Slots older than the kept ones read as the oldest kept. */
  asOf(address: string, slot: bigint): ChainAccount | null | undefined {
    return this.versions.get(address)?.find((version) => version.slot > slot)?.before
  }

  /**
   * As `asOf`, but the operator's writes show at once, because they happen outside of any block and nobody
   * should wait for them to be confirmed. They carry along whatever the account held when they were made.
   */
  asConfirmedAt(address: string, slot: bigint): ChainAccount | null | undefined {
    const list = this.versions.get(address)
    if (!list) return undefined
    const lastOperatorWrite = list.findLastIndex((version) => version.operator)
    return list.find((version, index) => index > lastOperatorWrite && version.slot > slot)?.before
  }

  /** Accounts written in the kept slots. */
  addresses(): IterableIterator<string> {
    return this.versions.keys()
  }

  prune(currentSlot: bigint): void {
    const oldest = currentSlot - this.keptSlots
    for (const [slot, addresses] of this.writtenIn) {
      if (slot > oldest) return
      this.writtenIn.delete(slot)
      for (const address of addresses) this.dropUpTo(address, slot)
    }
  }

  private dropUpTo(address: string, slot: bigint): void {
    const kept = (this.versions.get(address) ?? []).filter((version) => version.slot > slot)
    if (kept.length > 0) this.versions.set(address, kept)
    else this.versions.delete(address)
  }
}
