import { TOKEN_PROGRAM } from '../chain/addresses'
import {
  DAMM_AUTHORITY,
  DAMM_PROGRAM,
  DBC_AUTHORITY,
  DBC_PROGRAM,
  EVENT_AUTHORITY,
} from '../meteora/addresses'
import type { MeteoraPool } from '../meteora/pools'
import { CPMM_PROGRAM, POOL_AUTHORITY, WRAPPED_SOL } from './addresses'
import { associatedAccount, readonly, signer, writable, type AccountMeta } from './instructions'
import { isMeteora, type RouteHop } from './routes'

const [CPMM, AUTHORITY] = [CPMM_PROGRAM.toBase58(), POOL_AUTHORITY.toBase58()]
const PROGRAM = { dbc: DBC_PROGRAM.toBase58(), damm: DAMM_PROGRAM.toBase58() }
const POOL_SIGNER = { dbc: DBC_AUTHORITY.toBase58(), damm: DAMM_AUTHORITY.toBase58() }

/** Jupiter's own, for the SOL between two hops. */
export const SHARED_SOL_ACCOUNT = associatedAccount(AUTHORITY, WRAPPED_SOL, TOKEN_PROGRAM)

export const programOf = (mint: string, { pool }: Pick<RouteHop, 'pool'>): string =>
  mint === pool.mint ? pool.tokenProgram : TOKEN_PROGRAM

type Ends = { user: string; source: string; destination: string }

/** Vaults that take the input and pay the output. */
const vaultsOf = ({ pool, inputMint }: RouteHop): [string, string] => {
  const other = isMeteora(pool) ? pool.quoteVault : pool.usdcVault
  return inputMint === pool.mint ? [pool.vault, other] : [other, pool.vault]
}

/** What a hop takes its input from. Meteora's programs take theirs from an account, Raydium's was paid in before. */
const inputOf = (hop: RouteHop, index: number, { source }: Ends): string => {
  if (index === 0) return source
  return isMeteora(hop.pool) ? SHARED_SOL_ACCOUNT : vaultsOf(hop)[0]
}

const outputOf = (hops: RouteHop[], index: number, ends: Ends): string => {
  const next = hops[index + 1]
  return next ? inputOf(next, index + 1, ends) : ends.destination
}

/** The fourteen accounts of each hop. */
export const hopAccounts = (hops: RouteHop[], index: number, ends: Ends): AccountMeta[] => {
  const hop = hops[index]!
  const { pool, inputMint, outputMint } = hop
  const [vaultIn, vaultOut] = vaultsOf(hop)
  const trade = [
    writable(pool.address),
    writable(inputOf(hop, index, ends)),
    writable(outputOf(hops, index, ends)),
    writable(vaultIn),
    writable(vaultOut),
    readonly(programOf(inputMint, hop)),
    readonly(programOf(outputMint, hop)),
    readonly(inputMint),
    readonly(outputMint),
  ]
  if (!isMeteora(pool))
    return [
      ...[readonly(CPMM), signer(ends.user), readonly(AUTHORITY), readonly(pool.config)],
      ...[...trade, writable(pool.observation)],
    ]
  const payer = index === 0 ? signer(ends.user) : readonly(AUTHORITY)
  return [
    ...[readonly(PROGRAM[pool.kind]), payer, readonly(POOL_SIGNER[pool.kind]), readonly(configOf(pool))],
    ...[...trade, readonly(EVENT_AUTHORITY[pool.kind])],
  ]
}

/** DAMM v2's `swap` has no config among its accounts. */
const configOf = (pool: MeteoraPool): string => (pool.kind === 'dbc' ? pool.config : PROGRAM.damm)
