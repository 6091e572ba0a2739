import { AppError } from '@/lib/errors'

/** Where the next page of a newest-first list begins: the last row's time and id. */
export type PageCursor = { at: Date; id: string }

export const encodeCursor = (cursor: PageCursor): string =>
  Buffer.from(`${cursor.at.toISOString()}|${cursor.id}`).toString('base64url')

export const decodeCursor = (text: string): PageCursor => {
  const [at, id] = Buffer.from(text, 'base64url').toString().split('|')
  const time = new Date(at ?? '')
  if (!id || !/^[0-9a-f-]{36}$/.test(id) || Number.isNaN(time.getTime()))
    throw new AppError('validation', 'cursor: is not one this API gave; leave it out to start at the newest.')
  return { at: time, id }
}
