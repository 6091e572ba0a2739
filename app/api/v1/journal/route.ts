import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { journalQuery } from '@/lib/contracts/journal'

export const dynamic = 'force-dynamic'

/** One row at a time, as fast as the reader takes them. */
const streamOf = (parts: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await parts.return(undefined)
    },
  })
}

const TYPES = { jsonl: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const

export const GET = defineRoute({
  route: 'GET /journal',
  auth: 'user',
  limit: 'user',
  query: journalQuery,
  answers: {},
  handle: async ({ request, ctx, query }) => {
    const headers = {
      'content-type': TYPES[query.format],
      'content-disposition': `attachment; filename="jarvis-journal.${query.format}"`,
      'cache-control': 'no-store',
    }
    if (request.method === 'HEAD') return new Response(null, { headers })
    return new Response(streamOf(services().exportJournal(ctx, query)), { headers })
  },
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
