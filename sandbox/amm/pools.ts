import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import {
  CPMM_PROGRAM,
  JUPITER_PROGRAM,
  POOL_AUTHORITY,
  POOL_AUTHORITY_BUMP,
  USDC,
  WRAPPED_SOL,
  ammConfigAddress,
  poolAddresses,
} from './addresses'
import type { Chain, ChainAccount } from '../chain/chain'
import { SLOTS_PER_EPOCH } from '../chain/sysvars'
import { constantProduct } from './curve'
import { SHARED_SOL_ACCOUNT } from './hop-accounts'
import {
  MINT_RENT,
  TOKEN_ACCOUNT_RENT,
  ammConfigFeeRate,
  encodeAmmConfig,
  encodeMint,
  encodePoolState,
  encodeTokenAccount,
  readTokenAmount,
  rentExempt,
  withTokenAmount,
} from './layouts'
import { buildSwapProgram } from './swap-program'
import { readTransferFees, transferFee, withWithheldFees } from './token-2022'

/** The part of the chain that pools live on. */
export type AccountStore = Pick<Chain, 'getAccount' | 'setAccount' | 'installProgram' | 'on' | 'slot'>

export type Pool = {
  address: string
  config: string
  observation: string
  /** The token that is priced; the other side is always USDC. */
  mint: string
  /** Of that token; USDC is of the classic one. */
  tokenProgram: string
  decimals: number
  vault: string
  usdcVault: string
  /** Millionths of the input. */
  feeRate: bigint
}

export type Reserves = { token: bigint; usdc: bigint }
export type PoolQuote = { out: bigint; fee: bigint; priceImpactPct: number }
export type NewPool = {
  mint: string
  decimals: number
  reserves: Reserves
  /** Index of Raydium's fee tier, created on first use with `feeRate`. */
  configIndex: number
  feeRate: bigint
  /** Unix seconds. */
  openTime: bigint
  /** Nobody can sell into it. */
  refusesSells?: boolean
}

const USDC_DECIMALS = 6
const TOKEN_PROGRAM = TOKEN_PROGRAM_ID.toBase58()
const TOKEN_2022_PROGRAM = TOKEN_2022_PROGRAM_ID.toBase58()

const squareRoot = (value: bigint): bigint => {
  let root = BigInt(Math.floor(Math.sqrt(Number(value))))
  while (root * root > value) root -= 1n
  while ((root + 1n) * (root + 1n) <= value) root += 1n
  return root
}

export type Amm = ReturnType<typeof installAmm>

/** Installs the swap program and opens, reads and moves pools. Pools that the chain already holds are kept. */
export const installAmm = (chain: AccountStore) => {
  const pools = new Map<string, Pool>()
  /** Vaults and mints as they are now: every change is announced at once, so quotes need not read the chain. */
  const vaults = new Map<string, ChainAccount | null>()
  chain.on('account', ({ address, account }) => {
    if (vaults.has(address)) vaults.set(address, account)
  })
  const vaultAccount = (address: string): ChainAccount | null => {
    const known = vaults.get(address)
    if (known !== undefined) return known
    const account = chain.getAccount(address)
    vaults.set(address, account)
    return account
  }
  chain.installProgram(JUPITER_PROGRAM.toBase58(), buildSwapProgram())
  if (!chain.getAccount(SHARED_SOL_ACCOUNT)) {
    const data = encodeTokenAccount(new PublicKey(WRAPPED_SOL), POOL_AUTHORITY, 0n, true)
    const owner = TOKEN_PROGRAM
    chain.setAccount(SHARED_SOL_ACCOUNT, { owner, data, lamports: TOKEN_ACCOUNT_RENT, executable: false })
  }

  const put = (address: PublicKey, owner: string, data: Uint8Array, lamports: bigint): void =>
    chain.setAccount(address.toBase58(), { owner, data, lamports, executable: false })

  const tokenProgramOf = (mint: string): string => vaultAccount(mint)?.owner ?? TOKEN_PROGRAM

  const putVault = (vault: string, mint: string, amount: bigint): void => {
    const isNative = mint === WRAPPED_SOL
    const held = vaultAccount(vault)
    const owner = tokenProgramOf(mint)
    const fresh = (): Uint8Array => {
      const classic = encodeTokenAccount(new PublicKey(mint), POOL_AUTHORITY, amount, isNative)
      return owner === TOKEN_2022_PROGRAM ? withWithheldFees(classic) : classic
    }
    const data = held ? withTokenAmount(held.data, amount) : fresh()
    chain.setAccount(vault, {
      owner,
      data,
      lamports: (isNative ? amount : 0n) + (data.length > 165 ? rentExempt(data.length) : TOKEN_ACCOUNT_RENT),
      executable: false,
    })
  }

  const setReserves = (pool: Pool, reserves: Reserves): void => {
    putVault(pool.vault, pool.mint, reserves.token)
    putVault(pool.usdcVault, USDC, reserves.usdc)
  }

  const openPool = (input: NewPool): Pool => {
    const config = ammConfigAddress(input.configIndex)
    const addresses = poolAddresses(config, new PublicKey(input.mint), new PublicKey(USDC))
    const address = addresses.pool.toBase58()
    const tokenFirst = addresses.mints[0].toBase58() === input.mint
    const [vault, usdcVault] = addresses.vaults.map((key) => key.toBase58()) as [string, string]
    const existing = chain.getAccount(config.toBase58())
    const pool: Pool = {
      address,
      config: config.toBase58(),
      observation: addresses.observation.toBase58(),
      mint: input.mint,
      tokenProgram: tokenProgramOf(input.mint),
      decimals: input.decimals,
      vault: tokenFirst ? vault : usdcVault,
      usdcVault: tokenFirst ? usdcVault : vault,
      feeRate: existing ? ammConfigFeeRate(existing.data) : input.feeRate,
    }
    pools.set(input.mint, pool)
    if (!existing) {
      const data = encodeAmmConfig(input.configIndex, input.feeRate, POOL_AUTHORITY)
      put(config, CPMM_PROGRAM.toBase58(), data, rentExempt(data.length))
    }
    if (chain.getAccount(address)) return pool
    const lpSupply = squareRoot(input.reserves.token * input.reserves.usdc)
    const lpAuthority = POOL_AUTHORITY.toBase58()
    put(
      addresses.lpMint,
      TOKEN_PROGRAM,
      encodeMint({ supply: lpSupply, decimals: 9, mintAuthority: lpAuthority, freezeAuthority: null }),
      MINT_RENT,
    )
    const tokenProgram = new PublicKey(pool.tokenProgram)
    const state = encodePoolState({
      addresses,
      config,
      creator: POOL_AUTHORITY,
      tokenPrograms: tokenFirst ? [tokenProgram, TOKEN_PROGRAM_ID] : [TOKEN_PROGRAM_ID, tokenProgram],
      authorityBump: POOL_AUTHORITY_BUMP,
      decimals: tokenFirst ? [input.decimals, USDC_DECIMALS] : [USDC_DECIMALS, input.decimals],
      lpSupply,
      openTime: input.openTime,
      epoch: 0n,
      ...(input.refusesSells ? { oneWay: tokenFirst ? 1 : 2 } : {}),
    })
    put(addresses.pool, CPMM_PROGRAM.toBase58(), state, rentExempt(state.length))
    setReserves(pool, input.reserves)
    return pool
  }

  const balance = (vault: string): bigint => {
    const account = vaultAccount(vault)
    if (!account) throw new Error(`vault ${vault} does not exist`)
    return readTokenAmount(account.data)
  }

  const reserves = (pool: Pool): Reserves => ({ token: balance(pool.vault), usdc: balance(pool.usdcVault) })

  /** What the token keeps of a transfer of that many base units, in the present epoch. */
  const taxOn = (mint: string, amount: bigint): bigint => {
    const account = vaultAccount(mint)
    if (account?.owner !== TOKEN_2022_PROGRAM) return 0n
    return transferFee(readTransferFees(account.data), chain.slot / SLOTS_PER_EPOCH, amount)
  }

  /** What the program would pay for `amountIn` now, to the base unit; `out` 0 means that it would refuse. */
  const quoteExactIn = (pool: Pool, inputMint: string, amountIn: bigint): PoolQuote => {
    const { token, usdc } = reserves(pool)
    const [reserveIn, reserveOut] = inputMint === USDC ? [usdc, token] : [token, usdc]
    const arrived = amountIn - taxOn(inputMint, amountIn)
    const { out, fee } = constantProduct(reserveIn, reserveOut, arrived, pool.feeRate)
    const effective = arrived - fee
    const received = out - taxOn(inputMint === USDC ? pool.mint : USDC, out)
    return { out: received, fee, priceImpactPct: Number(effective) / Number(reserveIn + effective) }
  }

  return {
    createPool: openPool,
    pools: (): Pool[] => [...pools.values()],
    poolOf: (mint: string): Pool | null => pools.get(mint) ?? null,
    reserves,
    setReserves,
    taxOn,
    quoteExactIn,
  }
}
