import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { httpPost } from './http-post'

const servers: http.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const serve = async (
  answer: http.RequestListener,
  port = 0,
): Promise<{ url: string; server: http.Server }> => {
  const server = http.createServer(answer).listen(port, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rpc`, server }
}
const soon = () => AbortSignal.timeout(5_000)

it('posts a body and reads status, headers and text', async () => {
  const { url } = await serve(async (request, response) => {
    const body = (await request.toArray()).join('')
    response.writeHead(429, { 'retry-after': '2' }).end(`${request.headers['x-key']} said ${body}`)
  })
  const answer = await httpPost(url, 'höher', { 'x-key': 'k' }, soon())
  expect(answer).toMatchObject({ status: 429, text: 'k said höher' })
  expect(answer.headers['retry-after']).toBe('2')
})

it('posts again when a kept connection turns out to be closed', async () => {
  const first = await serve((request, response) => void request.resume().on('end', () => response.end('1')))
  expect((await httpPost(first.url, 'a', {}, soon())).text).toBe('1')
  let cut = 0
  first.server.removeAllListeners('request')
  first.server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    cut += 1
    if (cut === 1) request.socket.destroy()
    else request.resume().on('end', () => response.end('2'))
  })
  expect((await httpPost(first.url, 'b', {}, soon())).text).toBe('2')
  expect(cut).toBe(2)
})

it('ends with its signal, also between headers and body, and when nobody listens', async () => {
  const { url, server } = await serve((_, response) => void response.writeHead(200).write('half'))
  await expect(httpPost(url, 'a', {}, AbortSignal.timeout(50))).rejects.toThrow()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  await expect(httpPost(url, 'a', {}, soon())).rejects.toThrow()
})
