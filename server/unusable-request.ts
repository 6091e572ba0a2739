import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '@/lib/errors'
import { problemResponse } from '@/lib/http/problem'
import { apiSecurityHeaders } from '@/lib/http/security-headers'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** What no page or route can serve, and Next would answer with a bare 500; null for any other request. */
export const unusable = ({ method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>) => {
  if (!METHODS.includes(method))
    return new AppError('validation', `${method} is not a method JARVIS knows.`, {
      extra: { status: 405, headers: { allow: METHODS.join(', ') } },
    })
  if (!url.startsWith('/')) return new AppError('validation', 'Ask for a path, such as /api/v1/health.')
  const [path = ''] = url.split('?', 1)
  return isDecodable(path)
    ? null
    : new AppError('validation', 'The path is not valid: a % in it is not followed by an encoded character.')
}

export const answerProblem = async (response: ServerResponse, error: AppError): Promise<void> => {
  const problem = problemResponse(error, randomUUID())
  const headers = { ...apiSecurityHeaders, ...Object.fromEntries(problem.headers) }
  response.writeHead(problem.status, headers)
  response.end(await problem.text())
}
