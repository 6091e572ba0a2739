import http from 'node:http'
import https from 'node:https'

export type HttpAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string }
type Post = { url: URL; body: string; headers: http.OutgoingHttpHeaders; signal: AbortSignal }

const agents = {
  'http:': new http.Agent({ keepAlive: true, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, scheduling: 'lifo' }),
}

/**
 * Posts and reads the whole answer. Nodes are asked thousands of times when many positions are sold at once,
 * and `fetch` takes several times the processor time of this. Rejects when there is no answer, or the signal
 * ends it. What is posted must be harmless to post twice: a kept connection may turn out to be closed.
 */
export const httpPost = async (
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  const post = { url: new URL(url), body, headers, signal }
  try {
    return await once(post)
  } catch (error) {
    if (error instanceof ClosedMeanwhileError) return once(post)
    throw error
  }
}

class ClosedMeanwhileError extends Error {}

const once = ({ url, body, headers, signal }: Post): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      agent: secure ? agents['https:'] : agents['http:'],
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal,
    })
    let answered = false
    request.on('error', (error) => {
      const closed = request.reusedSocket && !answered && !signal.aborted
      reject(closed ? new ClosedMeanwhileError('the connection was closed', { cause: error }) : error)
    })
    request.on('response', (response) => {
      answered = true
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.end(body)
  })
