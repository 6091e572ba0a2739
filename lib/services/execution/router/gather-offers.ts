export type Gathered<V, T> = { venue: V; offer: T } | { venue: V; error: unknown }

/**
 * Asks all venues at once. Whoever comes first is not held up for long: the others have `graceMs` from then on. Answers
 * in the order of the venues.
 */
export const gatherOffers = async <V, T>(
  venues: readonly V[],
  ask: (venue: V) => Promise<T>,
  graceMs: number,
): Promise<Gathered<V, T>[]> => {
  const answers = new Map<V, Gathered<V, T>>()
  const asked = venues.map(async (venue) => {
    const answer = await answerOf(venue, ask)
    answers.set(venue, answer)
    if ('error' in answer) throw answer.error
  })
  const all = Promise.allSettled(asked)
  await Promise.any(asked).catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, graceMs)))
  await Promise.race([all, grace])
  clearTimeout(timer)
  return venues.map((venue) => answers.get(venue) ?? { venue, error: new Error('did not answer in time') })
}

/** One after the other until one offers: where any answer will do, one venue's budget is spent instead of all. */
export const firstThatOffers = async <V, T>(
  venues: readonly V[],
  ask: (venue: V) => Promise<T>,
): Promise<Gathered<V, T>[]> => {
  const answers: Gathered<V, T>[] = []
  for (const venue of venues) {
    const answer = await answerOf(venue, ask)
    answers.push(answer)
    if ('offer' in answer) break
  }
  return answers
}

const answerOf = <V, T>(venue: V, ask: (venue: V) => Promise<T>): Promise<Gathered<V, T>> =>
  ask(venue).then(
    (offer) => ({ venue, offer }),
    (error: unknown) => ({ venue, error }),
  )
