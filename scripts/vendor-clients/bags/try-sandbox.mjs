import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { Connection, Keypair, PublicKey } from '@solana/web3.js'

/**
 * bags.fm's own client, unmodified, against the sandbox whose address is the argument: its API class with the base URL
 * that it takes, and its trade and state services with that class put in place of the one for the live address.
 */
const require = createRequire(import.meta.url)
const { BagsApiClient } = require('@bagsfm/bags-sdk/dist/api/bags-client')
const { BagsSDK } = require('@bagsfm/bags-sdk')

const [url] = process.argv.slice(2)
const control = async (method, path, body) => {
  const response = await fetch(`${url}/control${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  })
  assert.ok(response.ok, `${method} ${path}: ${response.status}`)
  return response.json()
}
const done = (what) => console.log(`ok  ${what}`)

const USDC = new PublicKey('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v')
const connection = new Connection(`${url}/rpc/helius`, {
  commitment: 'confirmed',
  wsEndpoint: `${url.replace('http', 'ws')}/rpc/helius`,
})
const api = new BagsApiClient('any key', `${url}/bags/api/v1`)
const sdk = new BagsSDK('any key', connection, 'confirmed')
sdk.trade.bagsApiClient = api
sdk.state.bagsApiClient = api

const wallet = Keypair.generate()
await control('POST', '/airdrop', { wallet: wallet.publicKey.toBase58(), sol: 10, usdc: 1_000 })
await control('PUT', '/market', { frozen: true })
const launch = await control('POST', '/launches', { symbol: `C${Date.now().toString(36).slice(-6)}` })
const mint = new PublicKey(launch.mint)

const land = async (quote) => {
  const built = await sdk.trade.createSwapTransaction({
    quoteResponse: quote,
    userPublicKey: wallet.publicKey,
  })
  built.transaction.sign([wallet])
  const signature = await connection.sendRawTransaction(built.transaction.serialize())
  const { blockhash } = await connection.getLatestBlockhash()
  const { lastValidBlockHeight } = built
  const { value } = await connection.confirmTransaction({ signature, blockhash, lastValidBlockHeight })
  assert.equal(value.err, null)
}
const held = async (token) => {
  const { value } = await connection.getParsedTokenAccountsByOwner(wallet.publicKey, { mint: token })
  return Number(value[0]?.account.data.parsed.info.tokenAmount.amount ?? 0)
}

const buy = await sdk.trade.getQuote({
  inputMint: USDC,
  outputMint: mint,
  amount: 50_000_000,
  slippageMode: 'auto',
})
assert.equal(buy.platformFee.feeBps, 100)
await land(buy)
const bought = await held(mint)
assert.ok(bought >= Number(buy.minOutAmount))
done('quotes and buys a launch with dollars')

const manual = { slippageMode: 'manual', slippageBps: 200 }
await land(
  await sdk.trade.getQuote({ inputMint: mint, outputMint: USDC, amount: Math.floor(bought / 2), ...manual }),
)
assert.ok((await held(mint)) < bought)
done('sells half of it again, with a slippage of its own')

assert.ok((await sdk.state.getTokenLifetimeFees(mint)) > 0)
assert.equal((await sdk.state.getTokenCreators(mint)).length, 1)
done('reads lifetime fees and creators')

const feed = await api.get('/token-launch/feed')
assert.ok(feed.some(({ tokenMint, status }) => tokenMint === launch.mint && status === 'PRE_GRAD'))
await control('POST', '/launches', { symbol: launch.symbol, graduate: true, migrationSlots: 1 })
const poolsOf = () => api.get('/solana/bags/pools/token-mint', { params: { tokenMint: launch.mint } })
const deadline = Date.now() + 15_000
while ((await poolsOf()).dammV2PoolKey === null) {
  assert.ok(Date.now() < deadline, 'it did not graduate')
  await new Promise((resolve) => setTimeout(resolve, 50))
}
const pools = await api.get('/solana/bags/pools', { params: { onlyMigrated: true } })
assert.ok(pools.some(({ tokenMint }) => tokenMint === launch.mint))
const after = await sdk.trade.getQuote({
  inputMint: mint,
  outputMint: USDC,
  amount: await held(mint),
  ...manual,
})
await land(after)
assert.equal(await held(mint), 0)
done('follows a graduation and sells the rest in DAMM v2')

const refused = await api
  .get('/solana/bags/pools/token-mint', { params: { tokenMint: USDC.toBase58() } })
  .catch((e) => e)
assert.deepEqual([refused.name, refused.status, refused.message], ['ApiError', 404, 'Resource not found'])
await control('POST', '/faults', { target: 'bags', kind: 'rate_limit', count: 1 })
const limited = await api.get('/token-launch/feed').catch((e) => e)
assert.deepEqual([limited.status, limited.data.remaining], [429, 0])
done('reads refusals and the limit as its own errors')
await control('PUT', '/market', { frozen: false })
process.exit(0)
