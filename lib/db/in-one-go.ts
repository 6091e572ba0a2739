/** SQLSTATE 25P02: an earlier statement of the transaction failed, and that error tells why. */
const ABORTED = '25P02'

const isAborted = (reason: unknown): boolean => {
  for (let error = reason; error instanceof Error; error = error.cause)
    if ('code' in error && error.code === ABORTED) return true
  return false
}

/**
 * What a transaction asks without waiting for each answer. Unlike `Promise.all` it throws only once all have ended: a
 * statement that comes after the rollback would run in whatever transaction uses the connection next.
 */
export const inOneGo = async <T extends readonly unknown[]>(
  asked: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  const ended = await Promise.allSettled(asked)
  const failed = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  if (failed.length > 0) throw failed.find((reason) => !isAborted(reason)) ?? failed[0]
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>
  }
}
