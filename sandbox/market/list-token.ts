import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token'
import { USDC } from '../amm/addresses'
import { MINT_RENT, encodeMint, rentExempt } from '../amm/layouts'
import { feesOf, withTransferFees } from '../amm/token-2022'
import { SLOTS_PER_EPOCH } from '../chain/sysvars'
import type { AccountStore, Amm } from '../amm/pools'
import { depthFor, reservesAt } from './price-engine'
import { KEPT_AUTHORITY } from './token-facts'
import type { TokenSpec } from './token-spec'

const MS_PER_DAY = 86_400_000

/** Creates the mint and, for all but USDC, the pool; what the chain already has stays as it is. */
export const listToken = (chain: AccountStore, amm: Amm, spec: TokenSpec, startedAt: number): void => {
  const { mint, decimals, priceUsd, liquidityUsd } = spec
  if (!chain.getAccount(mint)) {
    const classic = encodeMint({
      supply: BigInt(spec.supply) * 10n ** BigInt(decimals),
      decimals,
      mintAuthority: spec.keepsMintAuthority ? KEPT_AUTHORITY : null,
      freezeAuthority: spec.keepsFreezeAuthority ? KEPT_AUTHORITY : null,
    })
    const account = spec.tax
      ? { owner: TOKEN_2022_PROGRAM_ID.toBase58(), data: taxed(chain, classic, spec.tax) }
      : { owner: TOKEN_PROGRAM_ID.toBase58(), data: classic }
    const lamports = spec.tax ? rentExempt(account.data.length) : MINT_RENT
    chain.setAccount(mint, { lamports, ...account, executable: false })
  }
  if (mint === USDC) return
  amm.createPool({
    mint,
    decimals,
    reserves: reservesAt(priceUsd, depthFor(liquidityUsd, priceUsd, decimals), decimals),
    ...spec.feeTier,
    refusesSells: spec.refusesSells ?? false,
    openTime: BigInt(Math.floor((startedAt - spec.ageDays * MS_PER_DAY) / 1_000)),
  })
}

const taxed = (
  chain: AccountStore,
  mint: Uint8Array,
  { bps, later }: NonNullable<TokenSpec['tax']>,
): Uint8Array => {
  const epoch = chain.slot / SLOTS_PER_EPOCH
  const rise = later ? { bps: later.bps, epoch: epoch + BigInt(later.inEpochs) } : null
  return withTransferFees(mint, { ...feesOf(bps, rise), authority: KEPT_AUTHORITY })
}
