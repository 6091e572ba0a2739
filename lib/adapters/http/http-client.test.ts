import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createHttpClient, NoAnswerInTimeError } from './http-client'

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
const post = (url: string, body: string, { headers = {}, timeoutMs = 5_000 } = {}) =>
  createHttpClient(url)('', { body, headers, timeoutMs })

it('posts a body and reads status, headers and text', async () => {
  const { url } = await serve(async (request, response) => {
    const body = (await request.toArray()).join('')
    response.writeHead(429, { 'retry-after': '2' }).end(`${request.headers['x-key']} said ${body}`)
  })
  const answer = await post(url, 'höher', { headers: { 'x-key': 'k' } })
  expect(answer).toMatchObject({ status: 429, text: 'k said höher' })
  expect(answer.headers['retry-after']).toBe('2')
})

it('keeps what a URL says: its path, its query, who asks', async () => {
  const { url } = await serve((request, response) =>
    response.end(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`),
  )
  const origin = url.replace('/rpc', '')
  const get = async (base: string, path: string) =>
    (await createHttpClient(base)(path, { timeoutMs: 5_000 })).text
  expect(await get(`${origin}/?api-key=k`, '')).toBe('GET /?api-key=k ')
  expect(await get(`${url}/?api-key=k`, '')).toBe('GET /rpc/?api-key=k ')
  expect(await get(url, '/quote?a=1')).toBe('GET /rpc/quote?a=1 ')
  expect(await get(`${origin}/`, '/quote')).toBe('GET /quote ')
  expect(await get(url.replace('//', '//me:s%20@'), '')).toBe('GET /rpc Basic bWU6cyA=')
})

it('sends again when a kept connection turns out to be closed', async () => {
  const first = await serve((request, response) => void request.resume().on('end', () => response.end('1')))
  expect((await post(first.url, 'a')).text).toBe('1')
  let cut = 0
  first.server.removeAllListeners('request')
  first.server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    cut += 1
    if (cut === 1) request.socket.destroy()
    else request.resume().on('end', () => response.end('2'))
  })
  expect((await post(first.url, 'b')).text).toBe('2')
  expect(cut).toBe(2)
})

it('asks over a connection of its own when every kept one was closed', async () => {
  const kept = new Set<unknown>()
  const waiting: http.ServerResponse[] = []
  let dead = false
  let cut = 0
  const { url } = await serve((request, response) => {
    if (dead && kept.has(request.socket)) {
      cut += 1
      return void request.socket.destroy()
    }
    kept.add(request.socket)
    // Answered together, so that each has a connection of its own.
    request.resume().on('end', () => {
      waiting.push(response)
      if (dead || waiting.length === 3) for (const one of waiting.splice(0)) one.end('there')
    })
  })
  await Promise.all(['a', 'b', 'c'].map((body) => post(url, body)))
  expect(kept.size).toBe(3)
  dead = true
  expect((await post(url, 'd')).text).toBe('there')
  expect(cut).toBe(1)
})

it('ends in time, also between headers and body, and when nobody listens', async () => {
  const { url, server } = await serve((request, response) => {
    if (request.method === 'POST') response.writeHead(200).write('half')
  })
  await expect(post(url, 'a', { timeoutMs: 50 })).rejects.toThrow(NoAnswerInTimeError)
  await expect(createHttpClient(url)('', { timeoutMs: 50 })).rejects.toThrow(NoAnswerInTimeError)
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  await expect(post(url, 'a')).rejects.toThrow('ECONNREFUSED')
})

it('fails when a server cuts the answer short', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy())
  })
  await expect(post(url, 'a')).rejects.toThrow()
})
