import {
  ComputeBudgetProgram,
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import bs58 from 'bs58'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '@/sandbox/start-sandbox'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from './tip-accounts'

let sandbox: Sandbox
const payer = Keypair.generate()
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'landing', slotMs: 50, dataDir: null })
  sandbox.market.airdrop(payer.publicKey.toBase58(), { lamports: 1_000_000_000n })
})
afterAll(() => sandbox.close())
afterEach(() => sandbox.faults.clear())

const signed = (to: string, lamports: number, priced = true): { text: string; signature: string } => {
  const toPubkey = new PublicKey(to)
  const message = new TransactionMessage({
    payerKey: payer.publicKey,
    recentBlockhash: sandbox.chain.latestBlockhash().blockhash,
    instructions: [
      ...(priced ? [ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1 + lamports })] : []),
      SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey, lamports }),
    ],
  })
  const transaction = new VersionedTransaction(message.compileToV0Message())
  transaction.sign([payer])
  return {
    text: Buffer.from(transaction.serialize()).toString('base64'),
    signature: bs58.encode(transaction.signatures[0]!),
  }
}
type Answer = { status: number; result?: unknown; error?: { message: string } }
const ask = async (path: string, method: string, params: unknown[]): Promise<Answer> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: '1', method, params })
  const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body })
  return { status: response.status, ...((await response.json()) as object) }
}
const landed = async (signature: string): Promise<void> => {
  const deadline = Date.now() + 5_000
  while (!sandbox.chain.status(signature)) {
    if (Date.now() > deadline) throw new Error(`${signature} did not land`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('Helius Sender', () => {
  const fast = (text: string, more: object = {}) =>
    ask('/helius-sender/fast', 'sendTransaction', [
      text,
      { encoding: 'base64', skipPreflight: true, maxRetries: 0, ...more },
    ])
  const account = SENDER_TIP_ACCOUNTS[4]!

  it('lands what tips it, and refuses what misses one of its requirements', async () => {
    const { text, signature } = signed(account, 5_000)
    expect(await fast(text)).toMatchObject({ status: 200, result: signature })
    await landed(signature)
    const refusals = [
      await fast(signed(account, 4_999).text),
      await fast(signed(JITO_TIP_ACCOUNTS[0]!, 1_000_000).text),
      await fast(signed(account, 1_000_000, false).text),
      await fast(signed(account, 1_000_000).text, { skipPreflight: false }),
      await fast('not base64 of anything'),
    ]
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 400, error: { code: -32602 } })
  })
})

describe('Jito', () => {
  const bundle = (texts: unknown) =>
    ask('/jito/api/v1/bundles', 'sendBundle', [texts, { encoding: 'base64' }])
  const statuses = async (...ids: unknown[]) =>
    ((await ask('/jito/api/v1/bundles', 'getBundleStatuses', [ids])).result as { value: unknown[] }).value

  it('lands a bundle of one and tells of it, by an id that its signature gives', async () => {
    const { text, signature } = signed(JITO_TIP_ACCOUNTS[2]!, 1_000)
    const { result: id } = await bundle([text])
    await landed(signature)
    expect(await statuses(id, 'unknown')).toEqual([
      expect.objectContaining({ bundle_id: id, transactions: [signature], err: { Ok: null } }),
      null,
    ])
  })

  it('refuses what tips it too little and what is no bundle of one', async () => {
    const { text } = signed(JITO_TIP_ACCOUNTS[2]!, 999)
    for (const texts of [[text], [text, text], [], 'text', [5]])
      expect(await bundle(texts)).toMatchObject({ status: 400 })
  })

  it('takes a bundle that never lands where it is told to', async () => {
    sandbox.faults.add({ target: 'jito', kind: 'drop_transactions' })
    const { text, signature } = signed(JITO_TIP_ACCOUNTS[2]!, 2_000)
    const { status, result: id } = await bundle([text])
    expect(status).toBe(200)
    expect(await statuses(id)).toEqual([null])
    expect(sandbox.chain.status(signature)).toBeNull()
  })
})
