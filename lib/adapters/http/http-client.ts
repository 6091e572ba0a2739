import http from 'node:http'
import https from 'node:https'

export type HttpRequest = {
  /** POST with a body, GET without. */
  body?: string | undefined
  headers?: Readonly<Record<string, string>>
  /** Of the whole exchange, the body included: a server may hang after its headers. */
  timeoutMs: number
}
export type HttpAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string }

/** `path` is put behind the base URL as it is; without one the base URL is asked. Rejects only when there is no answer. */
export type HttpClient = (path: string, request: HttpRequest) => Promise<HttpAnswer>

export class NoAnswerInTimeError extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`)
    this.name = 'NoAnswerInTimeError'
  }
}

const agents = {
  'http:': new http.Agent({ keepAlive: true, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, scheduling: 'lifo' }),
}

/**
 * Asks one server and reads whole answers. Nodes and venue are asked thousands of times when many positions are
 * sold at once, and `fetch` takes several times the processor time of this. What is sent must be harmless to send
 * twice: a kept connection may turn out to be closed, and the others with it, so the second try opens one of its
 * own. Redirects are not followed.
 */
export const createHttpClient = (baseUrl: string): HttpClient => {
  const url = new URL(baseUrl)
  const secure = url.protocol === 'https:'
  const [whole, base] = [url.pathname + url.search, url.pathname.replace(/\/+$/, '')]
  const target: http.RequestOptions = {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    agent: secure ? agents['https:'] : agents['http:'],
    ...(url.username && { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
  }
  const open = secure ? https.request : http.request
  const once = (path: string, request: HttpRequest, connection: http.RequestOptions = {}) =>
    exchange(
      open({ ...target, ...headOf(path === '' ? whole : base + path, request), ...connection }),
      request,
    )
  return async (path, request) => {
    try {
      return await once(path, request)
    } catch (error) {
      if (error instanceof ClosedMeanwhileError) return once(path, request, { agent: false })
      throw error
    }
  }
}

const headOf = (path: string, { body, headers }: HttpRequest): http.RequestOptions =>
  body === undefined
    ? { method: 'GET', path, headers: { ...headers } }
    : { method: 'POST', path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }

class ClosedMeanwhileError extends Error {}

const exchange = (request: http.ClientRequest, { body, timeoutMs }: HttpRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    let answered = false
    const timer = setTimeout(() => {
      reject(new NoAnswerInTimeError(timeoutMs))
      request.destroy()
    }, timeoutMs)
    const fail = (error: Error): void => {
      clearTimeout(timer)
      const closed = request.reusedSocket && !answered
      reject(closed ? new ClosedMeanwhileError('the connection was closed', { cause: error }) : error)
    }
    request.on('error', fail)
    request.on('response', (response) => {
      answered = true
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(timer)
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.end(body)
  })
