import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from './listen'
import { answerProblem, unusable } from './unusable-request'

let server: Server

beforeAll(async () => {
  server = createServer((request, response) => {
    const problem = unusable(request)
    if (problem) void answerProblem(response, problem)
    else response.end('served')
  })
  await listen(server, '127.0.0.1', 0)
})
afterAll(() => server.close().closeAllConnections())

const ask = async (line: string): Promise<string> => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

describe('a request that nothing can serve', () => {
  it.each([
    ['TRACE /', 405],
    ['PROPFIND /', 405],
    ['OPTIONS *', 400],
    ['GET http://evil.example/', 400],
    ['GET /api/v1/orders/%E0%A4%A', 400],
    ['GET /%', 400],
  ])('is answered with a problem: %s', async (line, status) => {
    const answer = await ask(line)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
    expect(answer).toContain('"code":"validation"')
  })

  it.each(['GET /', 'GET /trade?token=100%', 'POST /api/v1/trade/buy', 'GET /%5cevil.example'])(
    'is not %s',
    async (line) => expect(await ask(line)).toContain('served'),
  )
})
