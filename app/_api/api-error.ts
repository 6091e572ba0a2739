import { problem, type Problem } from '@/lib/contracts/trade'

/**
 * - `problem`: JARVIS answered and said why
 * - `no-answer`: nothing came back, so it may or may not have happened
 * - `unreadable`: an answer that is not what the contract says
 */
export type ApiFailure = 'problem' | 'no-answer' | 'unreadable'

export class ApiError extends Error {
  readonly failure: ApiFailure
  readonly status: number
  readonly problem: Problem | null

  constructor(
    failure: ApiFailure,
    message: string,
    details: { status?: number; problem?: Problem; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'ApiError'
    this.failure = failure
    this.status = details.status ?? 0
    this.problem = details.problem ?? null
  }

  get code(): string {
    return this.problem?.code ?? (this.failure === 'no-answer' ? 'no answer' : `http ${this.status}`)
  }
}

export const noAnswer = (cause: unknown): ApiError =>
  new ApiError('no-answer', 'JARVIS did not answer. Check the connection.', { cause })

export const unreadable = (status: number, cause?: unknown): ApiError =>
  new ApiError('unreadable', 'The answer could not be read.', { status, cause })

/** Turns a body of an unsuccessful answer into an error; anything but problem+json is unreadable. */
export const refused = (status: number, body: unknown): ApiError => {
  const parsed = problem.safeParse(body)
  if (!parsed.success) return unreadable(status, parsed.error)
  return new ApiError('problem', parsed.data.detail, { status, problem: parsed.data })
}

export const isUnauthenticated = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401
