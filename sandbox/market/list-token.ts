import { TOKEN_PROGRAM_ID } from '@solana/spl-token'
import { USDC } from '../amm/addresses'
import { MINT_RENT, encodeMint } from '../amm/layouts'
import type { AccountStore, Amm } from '../amm/pools'
import { depthFor, reservesAt } from './price-engine'
import { KEPT_AUTHORITY } from './token-facts'
import type { TokenSpec } from './token-spec'

const MS_PER_DAY = 86_400_000

/** Creates the mint and, for all but USDC, the pool; what the chain already has stays as it is. */
export const listToken = (chain: AccountStore, amm: Amm, spec: TokenSpec, startedAt: number): void => {
  const { mint, decimals, priceUsd, liquidityUsd } = spec
  if (!chain.getAccount(mint)) {
    const data = encodeMint({
      supply: BigInt(spec.supply) * 10n ** BigInt(decimals),
      decimals,
      mintAuthority: spec.keepsMintAuthority ? KEPT_AUTHORITY : null,
      freezeAuthority: spec.keepsFreezeAuthority ? KEPT_AUTHORITY : null,
    })
    const owner = TOKEN_PROGRAM_ID.toBase58()
    chain.setAccount(mint, { lamports: MINT_RENT, owner, data, executable: false })
  }
  if (mint === USDC) return
  amm.createPool({
    mint,
    decimals,
    reserves: reservesAt(priceUsd, depthFor(liquidityUsd, priceUsd, decimals), decimals),
    ...spec.feeTier,
    openTime: BigInt(Math.floor((startedAt - spec.ageDays * MS_PER_DAY) / 1_000)),
  })
}
