import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'

const STATE_OFFSET = 108
const TOKEN_ACCOUNT_BYTES = 165
const INITIALIZED = 1
const FROZEN = 2

/**
 * Carries out `freeze_token`: while the fault stands, every token account of the mint is frozen on chain, new ones as
 * soon as they appear; the pools' own accounts are spared. What was frozen here is thawed when the fault ends.
 */
export class TokenFreezer {
  private readonly frozen = new Map<string, string>()

  constructor(
    private readonly chain: Chain,
    private readonly faults: FaultBoard,
    readonly mintOf: (mintOrSymbol: string) => string | null,
    private readonly spared: () => Set<string>,
  ) {
    chain.on('slot', this.apply)
  }

  /** Brings the chain in line with the faults that stand now; runs once a slot by itself. */
  readonly apply = (): void => {
    const mints = this.frozenMints()
    for (const [address, mint] of this.frozen) {
      if (mints.has(mint)) continue
      thaw(this.chain, address)
      this.frozen.delete(address)
    }
    if (mints.size === 0) return
    const spared = this.spared()
    for (const mint of mints) {
      for (const { address } of this.chain.accounts.tokenAccountsFor(mint)) {
        if (spared.has(address) || !setState(this.chain, address, INITIALIZED, FROZEN)) continue
        this.frozen.set(address, mint)
      }
    }
  }

  close(): void {
    this.chain.off('slot', this.apply)
  }

  private frozenMints(): Set<string> {
    const standing = this.faults.list().filter(({ kind }) => kind === 'freeze_token')
    const mints = standing.map(({ value }) => this.mintOf(String(value)))
    return new Set(mints.filter((mint) => mint !== null))
  }
}

/**
 * To be called when a saved chain is taken up again: the faults that froze these accounts are not kept, and whoever
 * else freezes tokens of the market names none of these `mints`.
 */
export function thawAll(chain: Chain, mints: string[]): void {
  for (const mint of mints) {
    for (const { address } of chain.accounts.tokenAccountsFor(mint)) thaw(chain, address)
  }
}

const thaw = (chain: Chain, address: string): boolean => setState(chain, address, FROZEN, INITIALIZED)

function setState(chain: Chain, address: string, from: number, to: number): boolean {
  const account = chain.getAccount(address)
  if (!account || account.data.length < TOKEN_ACCOUNT_BYTES || account.data[STATE_OFFSET] !== from)
    return false
  const data = new Uint8Array(account.data)
  data[STATE_OFFSET] = to
  chain.setAccount(address, { ...account, data })
  return true
}
