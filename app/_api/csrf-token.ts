import { getCsrfToken } from 'next-auth/react'
import { noAnswer } from './api-error'

let pending: Promise<string> | null = null

const fetchToken = async (): Promise<string> => {
  const token = await getCsrfToken().catch((cause: unknown) => {
    throw noAnswer(cause)
  })
  if (!token) throw noAnswer(new Error('no csrf token'))
  return token
}

/** One token for the session; asked for once, also by calls at the same time. */
export const csrfToken = (): Promise<string> => {
  pending ??= fetchToken().catch((error: unknown) => {
    pending = null
    throw error
  })
  return pending
}

export const forgetCsrfToken = (): void => {
  pending = null
}
