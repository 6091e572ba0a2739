import { PublicKey } from '@solana/web3.js'
import { pool as poolOffsets } from '../amm/program-layout'
import type { AccountStore, Amm } from '../amm/pools'
import { feesOf, readTransferFees, withTransferFees } from '../amm/token-2022'
import { SLOTS_PER_EPOCH } from '../chain/sysvars'
import { MarketError } from './market-errors'
import { KEPT_AUTHORITY } from './token-facts'
import type { TokenSpec } from './token-spec'

/** What the power over a token can be turned to. Taxes are hundredths of a percent. */
export type TokenChange = {
  taxBps?: number | undefined
  /** Announced now, in force in two epochs: as soon as the program allows. */
  laterTaxBps?: number | undefined
  mintAuthority?: boolean | undefined
  freezeAuthority?: boolean | undefined
  refusesSells?: boolean | undefined
}

const AUTHORITY = { mint: 0, freeze: 46 } as const
const NOTICE_EPOCHS = 2n

/** Changes mint and pool on chain as their owner could. Throws where the token has no such power. */
export const changeToken = (chain: AccountStore, amm: Amm, spec: TokenSpec, change: TokenChange): void => {
  if (change.taxBps !== undefined || change.laterTaxBps !== undefined) setTax(chain, spec, change)
  if (change.mintAuthority !== undefined) setAuthority(chain, spec, AUTHORITY.mint, change.mintAuthority)
  if (change.freezeAuthority !== undefined)
    setAuthority(chain, spec, AUTHORITY.freeze, change.freezeAuthority)
  if (change.refusesSells !== undefined) setOneWay(chain, amm, spec, change.refusesSells)
}

const setTax = (chain: AccountStore, spec: TokenSpec, { taxBps, laterTaxBps }: TokenChange): void => {
  const mint = chain.getAccount(spec.mint)
  const fees = mint && readTransferFees(mint.data)
  if (!fees)
    throw new MarketError(
      'invalid_input',
      `${spec.symbol} cannot tax transfers: it has no transfer fee extension`,
    )
  const epoch = chain.slot / SLOTS_PER_EPOCH
  const present = taxBps ?? (epoch >= fees.newer.epoch ? fees.newer : fees.older).bps
  const later = laterTaxBps === undefined ? null : { bps: laterTaxBps, epoch: epoch + NOTICE_EPOCHS }
  const data = withTransferFees(mint.data, { ...feesOf(present, later), authority: fees.authority })
  chain.setAccount(spec.mint, { ...mint, data })
}

const setAuthority = (chain: AccountStore, spec: TokenSpec, offset: number, kept: boolean): void => {
  const mint = chain.getAccount(spec.mint)
  if (!mint) throw new Error(`${spec.symbol} has no mint`)
  const data = Buffer.from(mint.data)
  data.writeUInt32LE(kept ? 1 : 0, offset)
  new PublicKey(kept ? KEPT_AUTHORITY : PublicKey.default).toBuffer().copy(data, offset + 4)
  chain.setAccount(spec.mint, { ...mint, data: new Uint8Array(data) })
}

const setOneWay = (chain: AccountStore, amm: Amm, spec: TokenSpec, refusesSells: boolean): void => {
  const pool = amm.poolOf(spec.mint)
  const account = pool && chain.getAccount(pool.address)
  if (!account) throw new MarketError('invalid_input', `${spec.symbol} has no pool`)
  const data = new Uint8Array(account.data)
  const tokenFirst =
    new PublicKey(data.subarray(poolOffsets.vault0, poolOffsets.vault1)).toBase58() === pool.vault
  data[poolOffsets.oneWay] = refusesSells ? (tokenFirst ? 1 : 2) : 0
  chain.setAccount(pool.address, { ...account, data })
}
