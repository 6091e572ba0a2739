import { AppError } from '@/lib/errors'

/** Where the next page of a newest-first list begins: the last row's time and id. */
export type PageCursor = { at: Date; id: string }

export const encodeCursor = (cursor: PageCursor): string =>
  Buffer.from(`${cursor.at.toISOString()}|${cursor.id}`).toString('base64url')

/** Only what `encodeCursor` makes: the database would fail on other years and ids. */
const TIME = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const decodeCursor = (text: string): PageCursor => {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString().split('|')
  const time = new Date(at)
  if (!TIME.test(at) || !ID.test(id) || Number.isNaN(time.getTime()))
    throw new AppError('validation', 'cursor: is not one this API gave; leave it out to start at the newest.')
  return { at: time, id }
}
