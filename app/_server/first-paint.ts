import { QueryClient, type QueryKey } from '@tanstack/react-query'
import { webComposition } from '@/lib/composition/web'

/**
 * What the first paint shows, collected for the browser's cache. A part that cannot be had is left out: the
 * page comes without it and the browser asks again, or says what failed.
 */
export const createFirstPaint = () => {
  const cache = new QueryClient()
  const put = async <T>(key: QueryKey, value: Promise<T>): Promise<T | null> => {
    try {
      const data = await value
      cache.setQueryData(key, data)
      return data
    } catch (error) {
      webComposition().logger.warn({ err: error, part: key[0] }, 'A part of a page could not be loaded')
      return null
    }
  }
  return { cache, put }
}
