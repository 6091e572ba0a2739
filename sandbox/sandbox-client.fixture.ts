import { Configuration, SwapApi } from '@jup-ag/api'
import { Connection, Keypair, VersionedTransaction } from '@solana/web3.js'
import type { Ledger } from './control/ledger'
import { disconnect } from './disconnect.fixture'
import { startSandbox, type SandboxOptions } from './start-sandbox'

export const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
export const BONK = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
export const WIF = 'EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm'
export const WSOL = 'So11111111111111111111111111111111111111112'

/** A running sandbox on a free port with fast slots, and the vendors' own clients pointed at it. */
export async function sandboxClient(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox({ port: 0, seed: 'test', slotMs: 30, dataDir: null, ...options })
  const { url } = sandbox
  const send = (method: string, path: string, body?: unknown) =>
    fetch(url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(method, `/control${path}`, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const connection = new Connection(`${url}/rpc/helius`, {
    commitment: 'confirmed',
    wsEndpoint: `${url.replace('http', 'ws')}/rpc/helius`,
  })
  const wallet = Keypair.generate()
  const address = wallet.publicKey.toBase58()
  const sign = (base64: string) => {
    const transaction = VersionedTransaction.deserialize(Buffer.from(base64, 'base64'))
    transaction.sign([wallet])
    return transaction.serialize()
  }
  return {
    sandbox,
    url,
    send,
    control,
    connection,
    wallet,
    address,
    sign,
    jupiter: new SwapApi(new Configuration({ basePath: `${url}/jupiter/swap/v1` })),
    ledger: (of = address) => control<Ledger>('GET', `/ledger/${of}`),
    close: async () => {
      await disconnect(connection)
      await sandbox.close()
    },
    fund: () => control('POST', '/airdrop', { wallet: address, sol: 10, usdc: '10000' }),
  }
}

export type SandboxClient = Awaited<ReturnType<typeof sandboxClient>>

export const heldOf = (ledger: Ledger, mint: string): bigint =>
  BigInt(ledger.tokens.find((token) => token.mint === mint)?.amountRaw ?? 0)

/** Polls until `look` gives something other than null or false; fails after `ms`. */
export async function eventually<T>(look: () => Promise<T | null | false>, ms = 5_000): Promise<T> {
  const deadline = Date.now() + ms
  for (;;) {
    const found = await look()
    if (found !== null && found !== false) return found
    if (Date.now() > deadline) throw new Error(`it did not happen within ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
