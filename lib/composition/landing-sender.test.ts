import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { afterEach, expect, it, vi } from 'vitest'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import type { Logger } from '@/lib/observability/logger'
import { createLandingSender } from './landing-sender'

const closers: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  closers.splice(0).forEach((close) => close())
})

type Asked = { path: string; method: string; params: unknown[] }

/** Somebody who lands, at one address for both ways; answers what it is told. */
const open = async (answer: { status: number; body: unknown }) => {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const { method, params } = JSON.parse(text) as Asked
      asked.push({ path: request.url!, method, params })
      response.writeHead(answer.status).end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const nodes = { send: vi.fn(async () => ({ accepted: 2, errors: [] })) }
  const logger = { warn: vi.fn() }
  const sender = createLandingSender(
    { jitoUrl: url, heliusSenderUrl: url },
    nodes,
    logger as unknown as Logger,
  )
  return { asked, nodes, logger, sender }
}
const paying = (account: string): Uint8Array => {
  const payer = Keypair.generate()
  const transfer = { fromPubkey: payer.publicKey, toPubkey: new PublicKey(account), lamports: 1 }
  const message = new TransactionMessage({
    ...{ payerKey: payer.publicKey, recentBlockhash: PublicKey.default.toBase58() },
    instructions: [SystemProgram.transfer(transfer)],
  })
  const transaction = new VersionedTransaction(message.compileToV0Message())
  transaction.sign([payer])
  return transaction.serialize()
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const fine = { status: 200, body: { jsonrpc: '2.0', id: '1', result: 'taken' } }

it('hands what tips Helius Sender to it, as it is documented, and the same bytes to the nodes', async () => {
  const { asked, nodes, sender } = await open(fine)
  const bytes = paying(SENDER_TIP_ACCOUNTS[9]!)
  expect(await sender.send(bytes)).toEqual({ accepted: 2, errors: [] })
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  const options = { encoding: 'base64', skipPreflight: true, maxRetries: 0 }
  expect(asked[0]).toEqual({
    ...{ path: '/fast', method: 'sendTransaction' },
    params: [base64(bytes), options],
  })
  expect(nodes.send.mock.calls.map(([sent]: unknown[]) => sent)).toEqual([bytes])
})

it('gives nobody but the nodes what tips nobody', async () => {
  const { asked, nodes, sender } = await open(fine)
  await sender.send(paying(Keypair.generate().publicKey.toBase58()), { bundleOnly: true })
  await sender.send(paying(JITO_TIP_ACCOUNTS[0]!))
  await vi.waitFor(() => expect(asked.map(({ path }) => path)).toEqual(['/api/v1/transactions']))
  expect(nodes.send).toHaveBeenCalledTimes(2)
})

it('hands Helius Sender no more than fifteen within a second', async () => {
  const { asked, nodes, sender } = await open(fine)
  const bytes = paying(SENDER_TIP_ACCOUNTS[0]!)
  vi.useFakeTimers({ toFake: ['Date'] })
  for (let nth = 0; nth < 20; nth += 1) await sender.send(bytes)
  expect(nodes.send).toHaveBeenCalledTimes(20)
  await vi.waitFor(() => expect(asked).toHaveLength(15))
})

it('shows a bundle to nobody else, and to the nodes once Jito does not take it', async () => {
  const bytes = paying(JITO_TIP_ACCOUNTS[1]!)
  const taken = await open(fine)
  expect(await taken.sender.send(bytes, { bundleOnly: true })).toEqual({ accepted: 1, errors: [] })
  expect(taken.asked).toEqual([
    { path: '/api/v1/bundles', method: 'sendBundle', params: [[base64(bytes)], { encoding: 'base64' }] },
  ])
  expect(taken.nodes.send).not.toHaveBeenCalled()

  const refusals = [
    { status: 429, body: { error: { code: -32097, message: 'limit' } } },
    { status: 200, body: { jsonrpc: '2.0', error: { code: -32602, message: 'no tip' }, id: '1' } },
    { status: 200, body: null },
  ]
  for (const refusal of refusals) {
    const refused = await open(refusal)
    expect(await refused.sender.send(bytes, { bundleOnly: true })).toMatchObject({ accepted: 2 })
    expect(refused.logger.warn).toHaveBeenCalled()
  }
})

it('is a warning at most where who is tipped does not take it', async () => {
  const { nodes, logger, sender } = await open({ status: 500, body: {} })
  await sender.send(paying(SENDER_TIP_ACCOUNTS[0]!))
  await vi.waitFor(() => expect(logger.warn).toHaveBeenCalledTimes(1))
  expect(nodes.send).toHaveBeenCalledTimes(1)
})
