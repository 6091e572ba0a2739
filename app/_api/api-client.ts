import type { z } from 'zod'
import { csrfToken, forgetCsrfToken } from './csrf-token'
import { type ApiError, noAnswer, refused, unreadable } from './api-error'

const BASE = '/api/v1'

type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: string
  headers?: Record<string, string>
}

export type ApiAnswer = { status: number; body: unknown }

const readBody = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(response.status, cause)
  }
}

const send = async (path: string, call: Call, signal?: AbortSignal): Promise<ApiAnswer> => {
  const mutation = call.method !== undefined && call.method !== 'GET'
  const headers = new Headers(call.headers)
  headers.set('accept', 'application/json')
  if (call.body !== undefined) headers.set('content-type', 'application/json')
  if (mutation) headers.set('x-csrf-token', await csrfToken())
  let response: Response
  try {
    response = await fetch(`${BASE}${path}`, {
      method: call.method ?? 'GET',
      headers,
      body: call.body,
      signal,
      cache: 'no-store',
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw noAnswer(cause)
  }
  return { status: response.status, body: await readBody(response) }
}

const isStaleCsrf = (error: ApiError): boolean =>
  error.status === 403 && /csrf/i.test(error.problem?.detail ?? '')

/**
 * Sends and returns any successful answer unparsed. Throws ApiError. A token that the server no longer
 * accepts is fetched anew once; the request it refused did nothing.
 */
export const callApi = async (path: string, call: Call = {}, signal?: AbortSignal): Promise<ApiAnswer> => {
  const answer = await send(path, call, signal)
  if (answer.status < 400) return answer
  const error = refused(answer.status, answer.body)
  if (!isStaleCsrf(error)) throw error
  forgetCsrfToken()
  const second = await send(path, call, signal)
  if (second.status < 400) return second
  throw refused(second.status, second.body)
}

export const parseAnswer = <S extends z.ZodType>(schema: S, answer: ApiAnswer): z.output<S> => {
  const parsed = schema.safeParse(answer.body)
  if (!parsed.success) throw unreadable(answer.status, parsed.error)
  return parsed.data
}

export const getJson = async <S extends z.ZodType>(
  schema: S,
  path: string,
  signal?: AbortSignal,
): Promise<z.output<S>> => parseAnswer(schema, await callApi(path, {}, signal))
