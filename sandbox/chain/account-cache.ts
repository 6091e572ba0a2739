import type { LiteSvm } from 'litesvm/dist/internal.js'
import type { ChainAccount } from './chain-types'
import { glanceAccount, readAccount } from './svm'

const SYSVAR_OWNER = 'Sysvar1111111111111111111111111111111111111'
const MAX_KEPT = 100_000

/**
 * Accounts as the virtual machine holds them, each taken out of it once: that costs several times what most requests
 * cost otherwise. Whoever writes an account must call `forget`. Sysvars change by themselves and are never kept.
 */
export class AccountCache {
  private readonly whole = new Map<string, ChainAccount | null>()
  private readonly glanced = new Map<string, ChainAccount>()

  constructor(private readonly svm: LiteSvm) {}

  read(address: string): ChainAccount | null {
    const known = this.whole.get(address)
    if (known !== undefined) return known
    const account = readAccount(this.svm, address)
    // A program's code is large and nobody reads it often.
    if (!account?.executable && account?.owner !== SYSVAR_OWNER) keep(this.whole, address, account)
    return account
  }

  /** As `read`, with no `data` for programs. */
  glance(address: string): ChainAccount | null {
    const known = this.whole.get(address) ?? this.glanced.get(address)
    if (known !== undefined) return known
    const account = glanceAccount(this.svm, address)
    if (account?.executable) keep(this.glanced, address, account)
    return account
  }

  forget(address: string): void {
    this.whole.delete(address)
    this.glanced.delete(address)
  }
}

function keep<T>(kept: Map<string, T>, address: string, account: T): void {
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(address, account)
}
