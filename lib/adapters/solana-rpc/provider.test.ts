import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { NodeRefusalError, rpcCall } from './json-rpc'
import { ProviderHttpError } from './node-errors'
import { createProvider, type Provider } from './provider'
import { createProviderPool } from './provider-pool'

const servers: http.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const nodeThat = async (answer: (body: string) => { status?: number; text: string }): Promise<Provider> => {
  const server = http
    .createServer(async (request, response) => {
      const { status = 200, text } = answer((await request.toArray()).join(''))
      response.writeHead(status, { 'retry-after': '7' }).end(text)
    })
    .listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return createProvider({ name: url, url, wsUrl: '' }, { rps: 100, timeoutMs: 2_000 })
}
const saying = (text: string, status = 200) => nodeThat(() => ({ status, text }))
const call = rpcCall('getSlot', { commitment: 'confirmed' })
const refusal = (code: number) =>
  `{"jsonrpc":"2.0","id":"1","error":{"code":${code},"message":"no","data":{"logs":[]}}}`

describe('a node', () => {
  it('is asked in JSON-RPC and its answer is checked', async () => {
    const node = await nodeThat((body) => ({ text: `{"jsonrpc":"2.0","id":"1","result":${body}}` }))
    const echo = z.object({ jsonrpc: z.literal('2.0'), method: z.string(), params: z.array(z.unknown()) })
    const { method, params } = await node.ask(call, echo)
    expect([method, params]).toEqual(['getSlot', [{ commitment: 'confirmed' }]])
    await expect(node.ask(call, z.number())).rejects.toThrow('the answer to getSlot cannot be read')
  })

  it('tells apart refusing, answering in HTTP errors, and answering nothing that can be read', async () => {
    const refused = await saying(refusal(-32002)).then((node) => node.ask(call, z.number()).catch((e) => e))
    expect(refused).toBeInstanceOf(NodeRefusalError)
    expect(refused).toMatchObject({ code: -32002, message: 'getSlot was refused: no (-32002)' })
    const limited = await saying('slow', 429).then((node) => node.ask(call, z.number()).catch((e) => e))
    expect(limited).toBeInstanceOf(ProviderHttpError)
    expect(limited).toMatchObject({ status: 429, retryAfterMs: 7_000 })
    for (const text of ['<html>', '', 'null', '[]', '{}', '{"error":null}', '{"result":"7"}'])
      await expect((await saying(text)).ask(call, z.number())).rejects.toThrow(/cannot be read/)
  })

  it('may answer null', async () => {
    const node = await saying('{"jsonrpc":"2.0","id":"1","result":null}')
    expect(await node.ask(call, z.number().nullable())).toBeNull()
  })

  it('is not blamed for a call that no node would take', async () => {
    const [first, second] = [await saying(refusal(-32602)), await saying('{"result":1}')]
    const pool = createProviderPool([first, await saying(refusal(-32602)), second], {
      logger: { warn: () => {} },
      now: Date.now,
    })
    const asked = pool.call('getSlot', (provider) => provider.ask(call, z.number()))
    await expect(asked).rejects.toThrow(NodeRefusalError)
    expect(pool.healthy()).toBe(3)
    const other = createProviderPool([await saying(refusal(-32005)), second], {
      logger: { warn: () => {} },
      now: Date.now,
    })
    expect(await other.call('getSlot', (provider) => provider.ask(call, z.number()))).toBe(1)
    expect(other.healthy()).toBe(1)
  })
})
