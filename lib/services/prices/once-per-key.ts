/**
 * Runs `work` for keys, each key once at a time: who asks for one that is being worked on waits for that.
 * `work` must not reject.
 */
export const oncePerKey = (work: (keys: readonly string[]) => Promise<void>) => {
  const underWay = new Map<string, Promise<void>>()
  const run = async (keys: readonly string[]): Promise<void> => {
    const free = keys.filter((key) => !underWay.has(key))
    if (free.length > 0) {
      const mine = work(free).then(() => free.forEach((key) => underWay.delete(key)))
      for (const key of free) underWay.set(key, mine)
    }
    await Promise.all(new Set(keys.map((key) => underWay.get(key))))
  }
  return { run, underWay: (key: string): Promise<void> | undefined => underWay.get(key) }
}
