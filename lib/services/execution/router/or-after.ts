/** The promise's value, or `otherwise` where it takes longer than `ms` or fails: for what helps but must hold nobody up. */
export const orAfter = <T, O>(promise: Promise<T>, ms: number, otherwise: O): Promise<T | O> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    promise.then(resolve, () => resolve(otherwise)).finally(() => clearTimeout(timer))
  })
