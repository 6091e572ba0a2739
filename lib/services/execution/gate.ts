export type Gate = {
  /** Counts `work` among those that others wait for until it ends, however it does. */
  during: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when no more than a few are under way, after `longestMs` in any case. */
  opened: (longestMs: number) => Promise<void>
}

/** Lets others wait while more than `few` things that matter more are under way. */
export const createGate = (few: number): Gate => {
  const waiting = new Set<() => void>()
  let underWay = 0
  return {
    during: async (work) => {
      underWay += 1
      try {
        return await work()
      } finally {
        underWay -= 1
        if (underWay <= few) for (const goOn of waiting) goOn()
      }
    },
    opened: async (longestMs) => {
      if (underWay <= few) return
      await new Promise<void>((resolve) => {
        const goOn = () => {
          clearTimeout(timer)
          waiting.delete(goOn)
          resolve()
        }
        const timer = setTimeout(goOn, longestMs)
        waiting.add(goOn)
      })
    },
  }
}
