import { Connection, Keypair, PublicKey, VersionedTransaction } from '@solana/web3.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxClient, type SandboxClient } from '@/sandbox/sandbox-client.fixture'

const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
const TOKEN_2022 = new PublicKey('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb')

type Holding = { state: string; tokenAmount: { amount: string } }
type Row = { mint: string; symbol: string; priceUsd: number; liquidityUsd: number }

let client: SandboxClient
const wallet = Keypair.generate()
beforeAll(async () => {
  client = await sandboxClient()
  await client.control('PUT', '/market', { frozen: true })
  await client.control('POST', '/airdrop', { wallet: wallet.publicKey.toBase58(), sol: 1, usdc: 1_000 })
})
afterAll(() => client.close())

const rowOf = async (symbol: string): Promise<Row> =>
  (await client.control<Row[]>('GET', '/market')).find((row) => row.symbol === symbol)!
const connection = () => new Connection(`${client.url}/rpc/helius`, 'processed')
const eventually = async <T>(check: () => Promise<T | null | false>): Promise<T> => {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    const found = await check()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('nothing within 15 s')
}
const order = async (inputMint: string, outputMint: string, amount: bigint) => {
  const query = new URLSearchParams({
    ...{ inputMint, outputMint, amount: String(amount), slippageBps: '300' },
    taker: wallet.publicKey.toBase58(),
  })
  const response = await fetch(`${client.url}/jupiter/swap/v2/order?${query}`)
  return (await response.json()) as { transaction: string; requestId: string; outAmount: string }
}
const execute = async ({ transaction, requestId }: { transaction: string; requestId: string }) => {
  const swap = VersionedTransaction.deserialize(Buffer.from(transaction, 'base64'))
  swap.sign([wallet])
  const response = await fetch(`${client.url}/jupiter/swap/v2/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signedTransaction: Buffer.from(swap.serialize()).toString('base64'), requestId }),
  })
  return (await response.json()) as { status: string; code: number; totalOutputAmount: string }
}
const held = async (mint: string) =>
  (
    await connection().getParsedTokenAccountsByOwner(wallet.publicKey, { mint: new PublicKey(mint) })
  ).value.map(({ account }) => account.data.parsed.info as Holding)

describe('tokens that harm their holders', () => {
  it('TAXED keeps 3 % of every transfer, and the node shows it as Token-2022', async () => {
    const { mint } = await rowOf('TAXED')
    const quote = await order(USDC, mint, 100_000_000n)
    const fill = await execute(quote)
    expect(fill).toMatchObject({ status: 'Success' })
    // What arrived after the tax is what was quoted; the pool may have moved a little in between.
    expect(Number(fill.totalOutputAmount) / Number(quote.outAmount)).toBeCloseTo(1, 4)
    const [account] = await held(mint)
    expect(account).toMatchObject({
      tokenAmount: { amount: fill.totalOutputAmount },
      extensions: [{ extension: 'immutableOwner' }, { extension: 'transferFeeAmount' }],
    })
    const byProgram = await connection().getParsedTokenAccountsByOwner(wallet.publicKey, {
      programId: TOKEN_2022,
    })
    expect(byProgram.value).toHaveLength(1)
    const info = await connection().getParsedAccountInfo(new PublicKey(mint))
    expect(info.value?.data).toMatchObject({
      program: 'spl-token-2022',
      parsed: {
        info: {
          extensions: [
            { extension: 'transferFeeConfig', state: { olderTransferFee: { transferFeeBasisPoints: 300 } } },
          ],
        },
      },
    })
    const back = await execute(await order(mint, USDC, BigInt(fill.totalOutputAmount)))
    expect(Number(back.totalOutputAmount) / 1e6).toBeCloseTo(100 * 0.97 ** 2 * 0.99 ** 2, 0)
  })

  it('CREEP announces a rise, and the operator announces more', async () => {
    const { mint } = await rowOf('CREEP')
    const newer = async () => {
      const { value } = await connection().getParsedAccountInfo(new PublicKey(mint))
      const { parsed } = value!.data as { parsed: { info: { extensions: { state: never }[] } } }
      return parsed.info.extensions[0]!.state['newerTransferFee'] as { transferFeeBasisPoints: number }
    }
    expect(await newer()).toMatchObject({ transferFeeBasisPoints: 5_000 })
    await client.control('PUT', '/tokens/CREEP', { laterTaxBps: 9_000 })
    expect(await newer()).toMatchObject({ transferFeeBasisPoints: 9_000 })
    await expect(client.control('PUT', '/tokens/BONK', { taxBps: 100 })).rejects.toThrow('cannot tax')
  })

  it('HONEY can be bought and not sold', async () => {
    const { mint } = await rowOf('HONEY')
    expect(await execute(await order(USDC, mint, 10_000_000n))).toMatchObject({ status: 'Success' })
    const [account] = await held(mint)
    const { amount } = account!.tokenAmount
    expect(await execute(await order(mint, USDC, BigInt(amount)))).toMatchObject({
      status: 'Failed',
      code: 6016,
    })
  })

  it('FROSTY freezes its buyers some slots later', async () => {
    const { mint } = await rowOf('FROSTY')
    await execute(await order(USDC, mint, 10_000_000n))
    await eventually(async () => (await held(mint))[0]?.state === 'frozen')
  })

  it('RUGGED loses its liquidity after the first buy', async () => {
    const { mint, liquidityUsd } = await rowOf('RUGGED')
    expect(liquidityUsd).toBeGreaterThan(500_000)
    await execute(await order(USDC, mint, 10_000_000n))
    await eventually(async () => (await rowOf('RUGGED')).liquidityUsd < 1_000)
  })

  it('tells one bad tick of a pool to a provider, and the truth again after that', async () => {
    const pool = client.sandbox.market.amm.poolOf((await rowOf('WIF')).mint)!
    const told = async () => {
      const account = await connection().getAccountInfo(new PublicKey(pool.usdcVault))
      return account!.data.readBigUInt64LE(64)
    }
    const truth = await told()
    await client.control('POST', '/faults', {
      ...{ target: 'helius', kind: 'bad_tick', value: 0.05, count: 1, mint: 'WIF' },
    })
    expect(await told()).toBe(truth / 20n)
    expect(await told()).toBe(truth)
  })
})
