import type { Chain } from '../chain/chain'
import { readTokenAccountDetail } from '../chain/token-account'
import type { Market } from './market'
import { poolTrades } from './pool-trades'
import { TOKEN_LIST } from './token-list'

const STATE_OFFSET = 108
const FROZEN = 2
/** What is left in the pool when its owner has taken the liquidity. */
const LEFT_USD = 400
const PULLED_BELOW = 0.1

/**
 * Springs what some tokens do to those who bought them: freezes their accounts, or takes the liquidity out of the
 * pool. What has happened is on the chain; what is about to happen starts anew after a restart.
 */
export const setTokenTraps = (chain: Chain, market: Market): (() => void) => {
  const freezing = TOKEN_LIST.filter((spec) => spec.freezesAfterSlots !== undefined)
  const pulling = TOKEN_LIST.filter((spec) => spec.pullsAfterSlots !== undefined)
  const heldSince = new Map<string, bigint>()
  const boughtAt = new Map<string, bigint>()

  const freezeHolders = (): void => {
    for (const { mint, freezesAfterSlots } of freezing)
      for (const { address, account } of chain.accounts.tokenAccountsFor(mint)) {
        const held = readTokenAccountDetail(account.owner, account.data)
        if (address === market.amm.poolOf(mint)?.vault || held?.state !== 'initialized' || held.amount === 0n)
          continue
        const since = heldSince.get(address) ?? chain.slot
        heldSince.set(address, since)
        if (chain.slot - since < BigInt(freezesAfterSlots ?? 0)) continue
        const data = new Uint8Array(account.data)
        data[STATE_OFFSET] = FROZEN
        chain.setAccount(address, { ...account, data })
        heldSince.delete(address)
      }
  }

  const pullLiquidity = (): void => {
    for (const { mint, pullsAfterSlots, liquidityUsd } of pulling) {
      const since = boughtAt.get(mint)
      if (since === undefined || chain.slot - since < BigInt(pullsAfterSlots ?? 0)) continue
      boughtAt.delete(mint)
      const left = market.byMint(mint)?.liquidityUsd ?? 0
      if (left > liquidityUsd * PULLED_BELOW) market.setPrice(mint, { liquidityUsd: LEFT_USD })
    }
  }

  const onSlot = (): void => {
    freezeHolders()
    pullLiquidity()
  }
  const offTrades = chain.onAfterExecute((landed) => {
    for (const { mint } of poolTrades(market.amm, landed))
      if (pulling.some((spec) => spec.mint === mint) && !boughtAt.has(mint)) boughtAt.set(mint, chain.slot)
  })
  chain.on('slot', onSlot)
  return () => {
    offTrades()
    chain.off('slot', onSlot)
  }
}

/** Their holders stay frozen, whatever happens to the faults. */
export const mintsThatFreeze = (): Set<string> =>
  new Set(TOKEN_LIST.filter((spec) => spec.freezesAfterSlots !== undefined).map(({ mint }) => mint))
