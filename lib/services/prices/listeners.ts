/** Whoever wants to hear of something, told one after the other at once; one that fails keeps no other from hearing it. */
export const createListeners = <T>(onError: (error: unknown, news: T) => void) => {
  const listeners = new Set<(news: T) => void>()
  return {
    /** Returns the unsubscribe. */
    add: (listener: (news: T) => void) => {
      listeners.add(listener)
      return (): void => void listeners.delete(listener)
    },
    tell: (news: T): void => {
      for (const listener of listeners)
        try {
          listener(news)
        } catch (error) {
          onError(error, news)
        }
    },
  }
}
