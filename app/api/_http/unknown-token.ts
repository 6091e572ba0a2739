import { AppError, isAppError } from '@/lib/errors'

/** A path that names no token leads nowhere; in a trade the same is a denial. */
export const unknownTokenIsNotFound = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (isAppError(error) && error.code === 'token.unknown')
      throw new AppError('not_found', error.message, { cause: error })
    throw error
  }
}
