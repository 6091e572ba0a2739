import { AppError, errorMessage } from '@/lib/errors'

const MAX_BYTES = 64 * 1024

const tooLarge = () =>
  new AppError('validation', `The body is larger than ${MAX_BYTES / 1024} KiB.`, { extra: { status: 413 } })

/** The body of at most 64 KiB. Throws AppError `validation`. */
export const readText = async (request: Request): Promise<string> => {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) throw tooLarge()
  if (!request.body) return ''
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MAX_BYTES) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new AppError('validation', 'The body is not UTF-8 text.', { cause })
  }
}

/** The parsed JSON body; undefined when there is none. Throws AppError `validation`. */
export const readJsonBody = async (request: Request): Promise<unknown> => {
  const text = await readText(request)
  if (text.trim() === '') return undefined
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json' && !type?.endsWith('+json'))
    throw new AppError('validation', 'Send the body as JSON, with "Content-Type: application/json".', {
      extra: { status: 415 },
    })
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new AppError('validation', `The body is not valid JSON: ${errorMessage(cause)}`, { cause })
  }
}
