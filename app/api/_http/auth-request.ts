import { NextRequest } from 'next/server'
import { readText } from '@/lib/http/read-body'
import { AppError } from '@/lib/errors'

/**
 * next-auth reads bodies of any length and fails on JSON that is none, so it gets a request whose body
 * was read here. Throws AppError `validation`.
 */
export const readableByNextAuth = async (request: Request): Promise<NextRequest> => {
  const { url, method, headers } = request
  if (method !== 'POST') return new NextRequest(url, { method, headers })
  const body = await readText(request)
  if (headers.get('content-type')?.includes('application/json') && !isObject(body))
    throw new AppError('validation', 'Send a form, or a JSON object.')
  return new NextRequest(url, { method, headers, body: body === '' ? undefined : body })
}

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
