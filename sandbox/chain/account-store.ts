import type { LiteSvm } from 'litesvm/dist/internal.js'
import { AccountCache } from './account-cache'
import { AccountVersions } from './account-versions'
import { decodeAddress, encodeAddress } from './addresses'
import type { ChainAccount, TokenBalance, TokenHolding } from './chain-types'
import { toChainAccount, writeAccount } from './svm'
import { isMintData, isTokenProgram, mintDecimals, readTokenAccount, TOKEN_PROGRAMS } from './token-account'
import { TokenIndex } from './token-index'

const KEPT_SLOTS = 64n

export type NamedAccount = { address: string; account: ChainAccount }
export type Balances = { lamports: bigint[]; tokens: TokenBalance[] }

/** `strict` reads exactly that slot; otherwise writes of the operator show through at once. */
export type AsOf = { slot: bigint; strict: boolean }

/** Accounts of the virtual machine with indexes and recent versions beside them. */
export class AccountStore {
  private readonly versions = new AccountVersions(KEPT_SLOTS)
  private readonly tokens = new TokenIndex(KEPT_SLOTS)
  private readonly newest: AccountCache
  private readonly decimals = new Map<string, number>()

  constructor(readonly svm: LiteSvm) {
    this.newest = new AccountCache(svm)
    for (const program of TOKEN_PROGRAMS) {
      for (const entry of svm.getProgramAccounts(decodeAddress(program))) {
        this.tokens.update(encodeAddress(entry.address), toChainAccount(entry.account()), 0n)
      }
    }
  }

  get(address: string, asOf?: AsOf): ChainAccount | null {
    const older = asOf && this.older(address, asOf)
    return older === undefined ? this.newest.read(address) : older
  }

  /** The newest state, where `data` is left out for programs. */
  glance(address: string): ChainAccount | null {
    return this.newest.glance(address)
  }

  set(address: string, account: ChainAccount, slot: bigint): void {
    this.versions.record(address, slot, this.newest.read(address), true)
    writeAccount(this.svm, address, account)
    this.newest.forget(address)
    this.index(address, account, slot)
  }

  /** Takes note of what a transaction did to an account; returns its new state. */
  wrote(address: string, before: ChainAccount | null, slot: bigint): ChainAccount | null {
    this.newest.forget(address)
    const account = this.newest.read(address)
    this.versions.record(address, slot, before, false)
    this.index(address, account, slot)
    return account
  }

  /** To be called when the virtual machine was written past this store. */
  forget(address: string): void {
    this.newest.forget(address)
  }

  /** Every account the program owns, in no particular order. */
  ownedBy(program: string, asOf?: AsOf): NamedAccount[] {
    const now = this.svm
      .getProgramAccounts(decodeAddress(program))
      .map((entry) => encodeAddress(entry.address))
    const addresses = asOf ? [...now, ...this.versions.addresses()] : now
    return this.collect(addresses, asOf, (account) => account.owner === program)
  }

  tokenAccountsOf(owner: string, asOf?: AsOf): NamedAccount[] {
    const owned = (account: ChainAccount) => readTokenAccount(account.owner, account.data)?.owner === owner
    const now = this.tokens.ofOwner(owner)
    return this.collect(asOf ? [...now, ...this.tokens.onceOfOwner(owner)] : now, asOf, owned)
  }

  tokenAccountsFor(mint: string, asOf?: AsOf): NamedAccount[] {
    const holds = (account: ChainAccount) => readTokenAccount(account.owner, account.data)?.mint === mint
    const now = this.tokens.ofMint(mint)
    return this.collect(asOf ? [...now, ...this.tokens.onceOfMint(mint)] : now, asOf, holds)
  }

  holding({ address, account }: NamedAccount): TokenHolding | null {
    const token = readTokenAccount(account.owner, account.data)
    if (!token) return null
    const { mint, amount } = token
    return { address, mint, amount, programId: account.owner, decimals: this.decimalsOf(mint) }
  }

  /** 0 when there is no such mint. */
  decimalsOf(mint: string): number {
    const known = this.decimals.get(mint)
    if (known !== undefined) return known
    const account = this.newest.read(mint)
    if (!account || !isTokenProgram(account.owner) || !isMintData(account.data)) return 0
    const decimals = mintDecimals(account.data)
    this.decimals.set(mint, decimals)
    return decimals
  }

  /** Token balances from already read accounts, in the order of `addresses`. */
  balances(accounts: (ChainAccount | null)[]): Balances {
    const tokens: TokenBalance[] = []
    accounts.forEach((account, accountIndex) => {
      const token = account && readTokenAccount(account.owner, account.data)
      if (!token) return
      const decimals = this.decimalsOf(token.mint)
      tokens.push({ accountIndex, ...token, programId: account.owner, decimals })
    })
    return { lamports: accounts.map((account) => account?.lamports ?? 0n), tokens }
  }

  prune(currentSlot: bigint): void {
    this.versions.prune(currentSlot)
    this.tokens.prune(currentSlot)
  }

  private older(address: string, { slot, strict }: AsOf): ChainAccount | null | undefined {
    return strict ? this.versions.asOf(address, slot) : this.versions.asConfirmedAt(address, slot)
  }

  private collect(
    addresses: string[],
    asOf: AsOf | undefined,
    keep: (account: ChainAccount) => boolean,
  ): NamedAccount[] {
    const found: NamedAccount[] = []
    for (const address of new Set(addresses)) {
      const account = this.get(address, asOf)
      if (account && keep(account)) found.push({ address, account })
    }
    return found
  }

  private index(address: string, account: ChainAccount | null, slot: bigint): void {
    this.decimals.delete(address)
    this.tokens.update(address, account && account.lamports > 0n ? account : null, slot)
  }
}
