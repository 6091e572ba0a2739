/** What waits for the event loop, as a price does, waits no longer than about this. */
const SLICE_MS = 4

/** Tells when a turn has lasted long enough. */
export const beginTurn = (): (() => boolean) => {
  const end = performance.now() + SLICE_MS
  return () => performance.now() >= end
}

/**
 * Works through all of them, in turns between which everything else goes on. They may change meanwhile, as
 * maps and sets can.
 */
export const inSlices = async <T>(items: Iterable<T>, work: (item: T) => void): Promise<void> => {
  let isOver = beginTurn()
  for (const item of items) {
    work(item)
    if (!isOver()) continue
    await new Promise((resolve) => setImmediate(resolve))
    isOver = beginTurn()
  }
}
