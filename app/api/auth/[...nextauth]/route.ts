import { randomUUID } from 'node:crypto'
import NextAuth from 'next-auth'
import { readableByNextAuth } from '@/app/api/_http/auth-request'
import { authOptions } from '@/app/api/_http/auth-options'
import { isAppError } from '@/lib/errors'
import { problemResponse } from '@/lib/http/problem'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ nextauth: string[] }> }

const handler = async (request: Request, context: Context): Promise<Response> => {
  // Browsers report errors of next-auth's own script here; anybody could fill our log with it.
  if ((await context.params).nextauth[0] === '_log') return new Response(null, { status: 204 })
  try {
    return (await NextAuth(
      (await readableByNextAuth(request)) as never,
      context as never,
      authOptions(),
    )) as Response
  } catch (error) {
    if (isAppError(error)) return problemResponse(error, randomUUID())
    throw error
  }
}

export { handler as GET, handler as POST }
