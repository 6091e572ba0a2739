import { FetchError } from '@jup-ag/api/dist/index.mjs'
import { isAppError } from '@/lib/errors'
import { unusableAnswer } from '../errors'

/** The SDK types the amount as a number, which is exact only up to 2^53, and writes whatever it gets into the URL. */
export const exactAmount = (raw: bigint): number => raw.toString() as unknown as number

/** The SDK wraps what its fetch throws, and fails in its own ways on bodies that are not what it expects. */
export const vendorCall = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    const inner = error instanceof FetchError ? error.cause : error
    if (isAppError(inner)) throw inner
    throw unusableAnswer('gave an answer that cannot be read', error)
  }
}
