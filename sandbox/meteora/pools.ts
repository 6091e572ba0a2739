import { PublicKey } from '@solana/web3.js'
import type { Chain } from '../chain/chain'
import { TOKEN_PROGRAM } from '../chain/addresses'
import { WRAPPED_SOL } from '../amm/addresses'
import { rentExempt } from '../amm/layouts'
import {
  DAMM_POOL,
  DBC_CONFIG_LAYOUT,
  DBC_POOL,
  MAX_SQRT_PRICE,
  MIN_SQRT_PRICE,
  encodeDammPool,
  encodeDbcConfig,
  encodeDbcPool,
  readKey,
  readU128,
  readU64,
} from './accounts'
import {
  DAMM_AUTHORITY,
  DAMM_CONFIG,
  DAMM_PROGRAM,
  DBC_AUTHORITY,
  DBC_CONFIG,
  DBC_PROGRAM,
  dammKeys,
  dbcKeys,
} from './addresses'
import { swapBase, swapQuote, type CurveState, type CurveSwap } from './curve'
import { buildMeteoraProgram } from './meteora-program'
import { DAMM_SHAPE, DBC_SHAPE } from './program-shape'
import { LAUNCH_FEE_NUMERATOR, dammLiquidity, launchTerms } from './terms'
import { vaultWriter } from './vaults'

export type MeteoraChain = Pick<
  Chain,
  'getAccount' | 'setAccount' | 'installProgram' | 'programAccounts' | 'on'
>

/** A launched token's pool, against wrapped SOL; `dbc` before graduation, `damm` after. */
export type MeteoraPool = {
  kind: 'dbc' | 'damm'
  address: string
  /** DBC's; a DAMM v2 pool has none among its accounts. */
  config: string
  mint: string
  tokenProgram: string
  vault: string
  quoteVault: string
  /** Unix seconds. */
  activationPoint: bigint
  creator: string
}

export type MeteoraQuote = { out: bigint; fee: bigint; priceImpactPct: number }
export type Meteora = ReturnType<typeof installMeteora>

const [DBC, DAMM] = [DBC_PROGRAM.toBase58(), DAMM_PROGRAM.toBase58()]

/** Installs both programs and opens, reads and graduates launches' pools; those that the chain holds are kept. */
export const installMeteora = (chain: MeteoraChain) => {
  const states = new Map<string, Uint8Array>()
  const curves = new Map<string, MeteoraPool>()
  const graduated = new Map<string, MeteoraPool>()
  chain.on('account', ({ address, account }) => {
    if (account && states.has(address)) states.set(address, account.data)
  })
  chain.installProgram(DBC, buildMeteoraProgram(DBC_SHAPE))
  chain.installProgram(DAMM, buildMeteoraProgram(DAMM_SHAPE))
  const put = (address: string, owner: string, data: Uint8Array): void =>
    chain.setAccount(address, { owner, data, lamports: rentExempt(data.length), executable: false })
  const { putVault, balance } = vaultWriter(chain)

  const stateOf = ({ address }: MeteoraPool): Uint8Array => {
    const known = states.get(address) ?? chain.getAccount(address)?.data
    if (!known) throw new Error(`pool ${address} does not exist`)
    states.set(address, known)
    return known
  }
  /** The config is written once. */
  let config: Uint8Array | undefined
  const terms = (): Uint8Array => {
    config ??= chain.getAccount(DBC_CONFIG.toBase58())?.data
    if (!config) throw new Error('the launch config does not exist')
    return config
  }

  const knowCurve = (address: string, data: Uint8Array): void => {
    const mint = readKey(data, DBC_POOL.baseMint)
    curves.set(mint, {
      ...{ kind: 'dbc' as const, address, mint, tokenProgram: TOKEN_PROGRAM },
      config: readKey(data, DBC_POOL.config),
      vault: readKey(data, DBC_POOL.baseVault),
      quoteVault: readKey(data, DBC_POOL.quoteVault),
      activationPoint: readU64(data, DBC_POOL.activationPoint),
      creator: readKey(data, DBC_POOL.creator),
    })
  }
  const knowGraduated = (address: string, data: Uint8Array): void => {
    const mint = readKey(data, DAMM_POOL.mintA)
    graduated.set(mint, {
      ...{
        kind: 'damm' as const,
        address,
        mint,
        tokenProgram: TOKEN_PROGRAM,
        config: DAMM_CONFIG.toBase58(),
      },
      vault: readKey(data, DAMM_POOL.vaultA),
      quoteVault: readKey(data, DAMM_POOL.vaultB),
      activationPoint: readU64(data, DAMM_POOL.activationPoint),
      creator: readKey(data, DAMM_POOL.creator),
    })
  }
  for (const { address, account } of chain.programAccounts(DBC))
    if (account.data.length === DBC_POOL.size) knowCurve(address, account.data)
  for (const { address, account } of chain.programAccounts(DAMM))
    if (account.data.length === DAMM_POOL.size) knowGraduated(address, account.data)

  /** The whole supply goes to the curve; what it does not sell is kept back for the pool after graduation. */
  const openCurve = (mint: string, creator: string, activationPoint: bigint): MeteoraPool => {
    if (!chain.getAccount(DBC_CONFIG.toBase58()))
      put(DBC_CONFIG.toBase58(), DBC, encodeDbcConfig(launchTerms, DBC_AUTHORITY.toBase58()))
    const keys = dbcKeys(DBC_CONFIG, new PublicKey(mint), new PublicKey(WRAPPED_SOL))
    const [address, baseVault, quoteVault] = [keys.pool, keys.baseVault, keys.quoteVault].map((key) =>
      key.toBase58(),
    ) as [string, string, string]
    const { supply: baseReserve, sqrtStart: sqrtPrice } = launchTerms
    const config = DBC_CONFIG.toBase58()
    const fields = { config, creator, baseMint: mint, baseVault, quoteVault }
    const data = encodeDbcPool({ ...fields, baseReserve, sqrtPrice, activationPoint })
    putVault(baseVault, mint, DBC_AUTHORITY, baseReserve)
    putVault(quoteVault, WRAPPED_SOL, DBC_AUTHORITY, 0n)
    put(address, DBC, data)
    knowCurve(address, data)
    return curves.get(mint)!
  }

  const curveIsComplete = (pool: MeteoraPool): boolean =>
    readU64(stateOf(pool), DBC_POOL.quoteReserve) >= readU64(terms(), DBC_CONFIG_LAYOUT.quoteThreshold)

  const changeState = (pool: MeteoraPool, change: (data: Buffer) => void): void => {
    const data = Buffer.from(stateOf(pool))
    change(data)
    const account = chain.getAccount(pool.address)
    if (account) chain.setAccount(pool.address, { ...account, data: new Uint8Array(data) })
  }

  /** The complete curve is finished: nothing trades until its DAMM v2 pool exists. */
  const finishCurve = (mint: string, now: bigint): void =>
    changeState(curves.get(mint)!, (data) => {
      data[DBC_POOL.migrationProgress] = 2
      data.writeBigUInt64LE(now, DBC_POOL.finishedAt)
    })

  /** Opens the pool after graduation with what the curve holds, at the curve's last price. */
  const graduate = (mint: string, now: bigint): MeteoraPool => {
    const curve = curves.get(mint)!
    const state = stateOf(curve)
    const sqrtPrice = readU128(state, DBC_POOL.sqrtPrice)
    const [base, quote] = [readU64(state, DBC_POOL.baseReserve), readU64(state, DBC_POOL.quoteReserve)]
    const { liquidity, amountA, amountB } = dammLiquidity(sqrtPrice, base, quote)
    const keys = dammKeys(DAMM_CONFIG, new PublicKey(mint), new PublicKey(WRAPPED_SOL))
    const [address, vaultA, vaultB] = [keys.pool, keys.baseVault, keys.quoteVault].map((key) =>
      key.toBase58(),
    ) as [string, string, string]
    putVault(curve.vault, mint, DBC_AUTHORITY, balance(curve.vault) - amountA)
    putVault(curve.quoteVault, WRAPPED_SOL, DBC_AUTHORITY, balance(curve.quoteVault) - amountB)
    putVault(vaultA, mint, DAMM_AUTHORITY, amountA)
    putVault(vaultB, WRAPPED_SOL, DAMM_AUTHORITY, amountB)
    const data = encodeDammPool({
      ...{ mintA: mint, mintB: WRAPPED_SOL, vaultA, vaultB, creator: curve.creator, liquidity, sqrtPrice },
      ...{ feeNumerator: LAUNCH_FEE_NUMERATOR, sqrtMin: MIN_SQRT_PRICE, sqrtMax: MAX_SQRT_PRICE },
      ...{ amountA, amountB, activationPoint: now },
    })
    put(address, DAMM, data)
    changeState(curve, (curveData) => {
      curveData[DBC_POOL.isMigrated] = 1
      curveData[DBC_POOL.migrationProgress] = 3
    })
    knowGraduated(address, data)
    return graduated.get(mint)!
  }

  const curveState = (pool: MeteoraPool): CurveState => {
    const state = stateOf(pool)
    if (pool.kind === 'damm')
      return {
        sqrtPrice: readU128(state, DAMM_POOL.sqrtPrice),
        liquidity: readU128(state, DAMM_POOL.liquidity),
        lower: readU128(state, DAMM_POOL.sqrtMin),
        upper: readU128(state, DAMM_POOL.sqrtMax),
        feeNumerator: readU64(state, DAMM_POOL.cliffFee),
      }
    const config = terms()
    return {
      sqrtPrice: readU128(state, DBC_POOL.sqrtPrice),
      liquidity: readU128(config, DBC_CONFIG_LAYOUT.curve + 16),
      lower: readU128(config, DBC_CONFIG_LAYOUT.sqrtStartPrice),
      upper: readU128(config, DBC_CONFIG_LAYOUT.migrationSqrtPrice),
      feeNumerator: readU64(config, DBC_CONFIG_LAYOUT.cliffFee),
    }
  }

  const isClosed = (pool: MeteoraPool): boolean =>
    pool.kind === 'dbc' ? curveIsComplete(pool) : stateOf(pool)[DAMM_POOL.status] !== 0

  const swap = (pool: MeteoraPool, inputMint: string, amountIn: bigint): CurveSwap | null => {
    if (isClosed(pool)) return null
    const state = curveState(pool)
    return inputMint === pool.mint ? swapBase(state, amountIn) : swapQuote(state, amountIn)
  }

  /** What the program would pay for `amountIn` now, to the base unit; `out` 0 means that it would refuse. */
  const quoteExactIn = (pool: MeteoraPool, inputMint: string, amountIn: bigint): MeteoraQuote => {
    const result = swap(pool, inputMint, amountIn)
    if (!result) return { out: 0n, fee: 0n, priceImpactPct: 0 }
    const before = Number(curveState(pool).sqrtPrice)
    const moved = Number(result.sqrtPrice) / before
    return { out: result.out, fee: result.fee, priceImpactPct: moved > 1 ? 1 - 1 / moved : 1 - moved }
  }

  return {
    openCurve,
    finishCurve,
    graduate,
    curveIsComplete,
    isClosed,
    curveState,
    changeState,
    quoteExactIn,
    putVault,
    curves: (): MeteoraPool[] => [...curves.values()],
    pools: (): MeteoraPool[] => [...curves.values(), ...graduated.values()],
    curveOf: (mint: string): MeteoraPool | null => curves.get(mint) ?? null,
    graduatedPoolOf: (mint: string): MeteoraPool | null => graduated.get(mint) ?? null,
    /** Where the token trades now; a finished curve until its successor is there. */
    poolOf: (mint: string): MeteoraPool | null => graduated.get(mint) ?? curves.get(mint) ?? null,
    /** Lamports that the pool really holds for its curve. */
    quoteReserve: (pool: MeteoraPool): bigint =>
      readU64(stateOf(pool), pool.kind === 'dbc' ? DBC_POOL.quoteReserve : DAMM_POOL.amountB),
    balance,
  }
}
