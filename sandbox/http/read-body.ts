import type { IncomingMessage } from 'node:http'
import { HttpError, reply } from './exchange'

const MAX_BODY_BYTES = 1_000_000

/**
 * The request body as text. Rejects with an HttpError 413 above one megabyte, and with another error when the caller
 * has gone before its end. Listens for the events, since reading a stream by `for await` takes several times as long.
 */
export function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_BODY_BYTES) return reject(tooLarge())
      chunks.push(chunk)
    })
    request.on('end', () =>
      resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')),
    )
    request.on('error', reject)
    request.on('close', () => reject(new Error('The caller has gone')))
  })
}

const tooLarge = () => new HttpError(reply(413, { error: 'The request body is too large' }))
